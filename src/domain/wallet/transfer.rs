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
    /// Money at a reseller's own gateway.
    ResellerClearing,
    /// Parts of a cent no bank moves.
    Rounding,
    PromotionExpense,
    /// Approved payouts until the bank has them.
    Payouts,
    Bank,
    Adjustments,
    /// Disputed after it was spent.
    DisputeDebt,
    DisputeLosses,
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
            Self::ResellerClearing => "reseller_clearing",
            Self::Rounding => "rounding",
            Self::PromotionExpense => "promotion_expense",
            Self::Payouts => "payouts",
            Self::Bank => "bank",
            Self::Adjustments => "adjustments",
            Self::DisputeDebt => "dispute_debt",
            Self::DisputeLosses => "dispute_losses",
        }
    }

    /// Reads the database's words.
    pub fn parse(word: &str, wallet: Option<WalletId>) -> Option<Self> {
        if let Some(wallet) = wallet {
            return (word == "wallet").then_some(Self::Wallet(wallet));
        }
        [
            Self::GatewayClearing,
            Self::GatewayFees,
            Self::ProviderPayable,
            Self::PlatformRevenue,
            Self::Commission,
            Self::ResellerEarnings,
            Self::ResellerSales,
            Self::ResellerClearing,
            Self::Rounding,
            Self::PromotionExpense,
            Self::Payouts,
            Self::Bank,
            Self::Adjustments,
            Self::DisputeDebt,
            Self::DisputeLosses,
        ]
        .into_iter()
        .find(|account| account.as_str() == word)
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
    Refund,
    Opening,
    Adjustment,
    /// Credit that is not cash, given.
    Grant,
    /// What was left of it when its time was over.
    GrantExpiry,
    /// Cash back to the card it came by.
    Withdrawal,
    /// Earnings promised to a reseller, then sent, or come back from the bank.
    Payout,
    PayoutPaid,
    PayoutReturned,
    /// Money a reseller sent for its float.
    FloatFunding,
    /// What the platform and a reseller owe each other after a change of settlement mode, evened out.
    Handover,
    DisputeOpened,
    DisputeWon,
    DisputeLost,
}

impl TransferKind {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TopUp => "top_up",
            Self::GatewayFee => "gateway_fee",
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Opening => "opening",
            Self::Adjustment => "adjustment",
            Self::Grant => "grant",
            Self::GrantExpiry => "grant_expiry",
            Self::Withdrawal => "withdrawal",
            Self::Payout => "payout",
            Self::PayoutPaid => "payout_paid",
            Self::PayoutReturned => "payout_returned",
            Self::FloatFunding => "float_funding",
            Self::Handover => "handover",
            Self::DisputeOpened => "dispute_opened",
            Self::DisputeWon => "dispute_won",
            Self::DisputeLost => "dispute_lost",
        }
    }
}

/// What a transfer is about, for the statement and the ledger browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// `order`, `payment`, `payout`, `seed` …: the table the id belongs to.
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
