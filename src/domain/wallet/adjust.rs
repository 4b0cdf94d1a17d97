//! A reseller gives a customer credit, or takes back what it gave. Cash is never touched: it is the customer's own.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    grant::{Funder, Grant, grant},
    owner::Owner,
    post::{PostError, post},
    store,
    transfer::{Account, Reference, Transfer, TransferKind},
};
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        currency::Currency,
        money::{Money, PositiveMoney},
        wallet::Bucket,
    },
};

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Give { until: DateTime<Utc> },
    Take,
}

/// A change of what the reseller gave.
#[derive(Debug, Clone)]
pub struct Adjust {
    pub owner: Owner,
    pub change: Change,
    pub amount: PositiveMoney,
    /// What the owner reads in the statement.
    pub description: String,
    /// Makes it happen once.
    pub key: String,
}

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum AdjustError {
    #[error("this key was used for another change")]
    KeyReused,
    #[error("only {left} can be taken back")]
    TooMuch { left: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AdjustError);

/// Moves it in the caller's transaction, which has locked the owner; true when the key did so before. The reseller
/// bears what is given and gets what is taken back, soonest end first; what an order in flight holds stays.
pub async fn adjust(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &Adjust,
) -> Result<bool, AdjustError> {
    let reseller = scope.reseller();
    let amount = new.amount.get();
    let (key, wanted) = match new.change {
        Change::Give { .. } => (format!("grant:staff:{}", new.key), amount),
        Change::Take => (format!("take:staff:{}", new.key), amount.negated()?),
    };
    // Under either key: a form that gave must not take when it comes again.
    let keys = [
        format!("grant:staff:{}", new.key),
        format!("take:staff:{}", new.key),
    ];
    if let Some((done, moved)) = store::moved_by(conn, reseller, &keys, amount.currency()).await? {
        return if done == key && moved == wanted {
            Ok(true)
        } else {
            Err(AdjustError::KeyReused)
        };
    }
    let done = match new.change {
        Change::Give { until } => give(conn, scope, now, new, until).await,
        Change::Take => {
            let takeable = takeable(conn, scope, new.owner, amount.currency(), now).await?;
            if takeable.minus(amount)?.is_negative() {
                return Err(AdjustError::TooMuch { left: takeable });
            }
            take(conn, scope, now, new, key).await
        }
    };
    done.map_err(|error| match error {
        PostError::KeyReused => AdjustError::KeyReused,
        PostError::Insufficient { .. } | PostError::NoWallet => {
            AdjustError::Internal(Internal::broken(format!("adjusting credit: {error}")))
        }
        PostError::Internal(error) => AdjustError::Internal(error),
    })?;
    Ok(false)
}

/// What the reseller gave the owner and could take back now.
pub async fn takeable(
    conn: &mut PgConnection,
    scope: &impl Scope,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Money, Internal> {
    Ok(store::takeable(conn, scope.reseller(), owner, currency, now).await?)
}

async fn give(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &Adjust,
    until: DateTime<Utc>,
) -> Result<(), PostError> {
    let gift = Grant {
        owner: new.owner,
        bucket: Bucket::Bonus,
        amount: new.amount,
        funder: Funder::Reseller,
        expires_at: until,
        key: format!("staff:{}", new.key),
        description: new.description.clone(),
    };
    grant(conn, scope, now, &gift).await.map(drop)
}

async fn take(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &Adjust,
    key: String,
) -> Result<(), PostError> {
    let amount = new.amount.get();
    let mut missing = amount;
    let mut legs = vec![];
    let given = store::lock_given(conn, scope.reseller(), new.owner, amount.currency(), now).await?;
    for wallet in given {
        let left = wallet.available()?;
        let part = if left.minus(missing)?.is_negative() {
            left
        } else {
            missing
        };
        missing = missing.minus(part)?;
        legs.push((Account::Wallet(wallet.id), part.negated()?));
        if missing.is_zero() {
            break;
        }
    }
    if missing.is_positive() {
        return Err(PostError::Insufficient { missing });
    }
    legs.push((Account::ResellerSales, amount));
    let reference = Reference {
        kind: "user",
        id: new.owner.id(scope),
    };
    let description = new.description.clone();
    let transfer = Transfer::new(key, TransferKind::GrantExpiry, description, reference, legs)
        .map_err(|error| Internal::broken(error.to_string()))?;
    post(conn, scope, now, &transfer).await.map(drop)
}
