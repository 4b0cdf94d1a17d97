//! A movement of money before it is posted: its key, its reason and its legs.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::shared::{
    currency::Currency,
    ids::WalletId,
    money::{Money, MoneyError},
};

/// Where money can be. Only wallets keep a balance; the others are sums of their entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    Wallet(WalletId),
    GatewayClearing,
    GatewayFees,
    ProviderPayable,
    PlatformRevenue,
    Commission,
    ResellerEarnings,
    ResellerSales,
    Adjustments,
}

impl Account {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet(_) => "wallet",
            Self::GatewayClearing => "gateway_clearing",
            Self::GatewayFees => "gateway_fees",
            Self::ProviderPayable => "provider_payable",
            Self::PlatformRevenue => "platform_revenue",
            Self::Commission => "commission",
            Self::ResellerEarnings => "reseller_earnings",
            Self::ResellerSales => "reseller_sales",
            Self::Adjustments => "adjustments",
        }
    }

    /// The wallet, if it is one.
    pub const fn wallet(self) -> Option<WalletId> {
        match self {
            Self::Wallet(id) => Some(id),
            _ => None,
        }
    }
}

/// Why money moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    TopUp,
    GatewayFee,
    Sale,
    Opening,
}

impl TransferKind {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TopUp => "top_up",
            Self::GatewayFee => "gateway_fee",
            Self::Sale => "sale",
            Self::Opening => "opening",
        }
    }
}

/// What a transfer is about, for the statement and the ledger browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// `order`, `payment`, `seed`.
    pub kind: &'static str,
    pub id: Uuid,
}

/// A balanced movement, ready to be posted.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub(super) key: String,
    pub(super) kind: TransferKind,
    pub(super) description: String,
    pub(super) reference: Reference,
    pub(super) currency: Currency,
    pub(super) legs: Vec<(Account, Money)>,
}

/// Legs that do not make a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unbalanced {
    #[error("the legs of a transfer do not sum to zero")]
    Sum,
    #[error("a transfer needs at least two legs")]
    TooFew,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl Transfer {
    /// Checks that the legs sum to zero in one currency. Legs of nothing are left out. `key` makes it happen once per
    /// reseller; `description` is what the wallet's owner reads in the statement (1–300 characters).
    pub fn new(
        key: String,
        kind: TransferKind,
        description: String,
        reference: Reference,
        legs: Vec<(Account, Money)>,
    ) -> Result<Self, Unbalanced> {
        let legs: Vec<_> = legs.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
        let [(_, first), .., _] = legs[..] else {
            return Err(Unbalanced::TooFew);
        };
        let currency = first.currency();
        let sum = legs
            .iter()
            .try_fold(Money::zero(currency), |sum, (_, amount)| sum.plus(*amount))?;
        if !sum.is_zero() {
            return Err(Unbalanced::Sum);
        }
        let description = description.chars().take(300).collect();
        Ok(Self {
            key,
            kind,
            description,
            reference,
            currency,
            legs,
        })
    }

    /// SHA-256 of what moves where and why: tells a replay of the key from another request with the same key.
    pub(super) fn fingerprint(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(self.kind.as_str());
        hash.update(self.reference.kind);
        hash.update(self.reference.id.as_bytes());
        for (account, amount) in &self.legs {
            hash.update(account.as_str());
            hash.update(
                account
                    .wallet()
                    .map(WalletId::uuid)
                    .unwrap_or_default()
                    .as_bytes(),
            );
            hash.update(amount.micros().to_be_bytes());
            hash.update(amount.currency().code());
        }
        hash.finalize().to_vec()
    }
}
