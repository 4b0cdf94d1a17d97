//! Credit that is not cash: a bonus, a promotion, a referral's reward, a monthly grant. Each is a wallet of its own with
//! an expiry, spent before the cash and never paid out.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    owner::Owner,
    post::{PostError, post},
    store,
    transfer::{Account, Reference, Transfer, TransferKind},
};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::WalletId,
        money::{Money, PositiveMoney},
    },
};

pub use crate::shared::wallet::Bucket;

/// Who bears it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Funder {
    Platform,
    Reseller,
}

impl Funder {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Reseller => "reseller",
        }
    }

    /// The account that pays for credit and gets back what expires. A reseller's credit is an expense beside its sales,
    /// not out of its earnings: those are payable, and credit given today must not make last month's payout negative.
    const fn account(self) -> Account {
        match self {
            Self::Platform => Account::PromotionExpense,
            Self::Reseller => Account::ResellerSales,
        }
    }
}

/// Credit to give.
#[derive(Debug, Clone)]
pub struct Grant {
    pub owner: Owner,
    pub bucket: Bucket,
    pub amount: PositiveMoney,
    pub funder: Funder,
    pub expires_at: DateTime<Utc>,
    /// Makes it happen once.
    pub key: String,
    /// What the owner reads in the statement.
    pub description: String,
}

/// Gives the credit, in the caller's transaction, and returns its wallet. The same key again gives the first one.
pub async fn grant(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &Grant,
) -> Result<WalletId, PostError> {
    let reseller = scope.reseller();
    let key = format!("grant:{}", new.key);
    if let Some(wallet) = store::bucket_of_key(conn, reseller, &key).await? {
        return Ok(wallet);
    }
    // A statement belongs to a cash wallet, so there must be one.
    super::open::open(conn, scope, now, new.owner, new.amount.get().currency()).await?;
    let wallet = WalletId::new();
    store::open_bucket(conn, reseller, wallet, new, now).await?;
    let amount = new.amount.get();
    let legs = vec![
        (new.funder.account(), amount.negated()?),
        (Account::Wallet(wallet), amount),
    ];
    let reference = Reference {
        kind: "wallet",
        id: wallet.uuid(),
    };
    let transfer = Transfer::new(key, TransferKind::Grant, new.description.clone(), reference, legs)
        .map_err(|error| Internal::broken(error.to_string()))?;
    post(conn, scope, now, &transfer).await?;
    Ok(wallet)
}

/// Takes back what is left of a credit whose time is over, to whoever bore it. What an order in flight holds stays
/// until that order ends. Returns what expired.
pub async fn expire(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    wallet: WalletId,
) -> Result<Option<Money>, PostError> {
    let reseller = scope.reseller();
    let Some((balance, funder)) = store::lock_bucket(conn, reseller, wallet).await? else {
        return Ok(None);
    };
    let left = balance.available()?;
    if !left.is_positive() {
        return Ok(None);
    }
    let legs = vec![
        (Account::Wallet(wallet), left.negated()?),
        (funder.account(), left),
    ];
    let reference = Reference {
        kind: "wallet",
        id: wallet.uuid(),
    };
    // A refund may fill an expired bucket again, so the key names the entry it expires after.
    let key = format!(
        "grant_expiry:{wallet}:{}",
        store::last_entry(conn, reseller, wallet).await?
    );
    let transfer = Transfer::new(
        key,
        TransferKind::GrantExpiry,
        "Credit expired".into(),
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    post(conn, scope, now, &transfer).await?;
    Ok(Some(left))
}
