//! Staff give a customer credit, or take back credit the shop gave.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
        wallet::{
            adjust::{self, Adjust, AdjustError, Change},
            open::Owner,
        },
    },
    shared::{
        ids::UserId,
        money::{MICROS_PER_UNIT, Money, PositiveMoney},
    },
};

/// Longest reason, in characters; the customer reads it in the statement.
const REASON_MAX: usize = 200;
/// Longest key, in bytes.
const KEY_MAX: usize = 100;
/// The most that is given or taken at once, in whole units: a slipped finger must not give away a month's sales.
const UNITS_MAX: i64 = 10_000;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// For so many days (1–3650).
    Give {
        days: i64,
    },
    Take,
}

/// Credit to give or take.
#[derive(Debug, Clone)]
pub struct AdjustCredit {
    pub customer: UserId,
    pub direction: Direction,
    pub amount: Money,
    /// What the customer reads (1–200 characters).
    pub reason: String,
    /// Makes it happen once (1–100 ASCII characters).
    pub key: String,
}

/// Why nothing was given or taken.
#[derive(Debug, thiserror::Error)]
pub enum AdjustCreditError {
    #[error("no such customer")]
    NotFound,
    #[error("not an amount above zero and up to {most}")]
    Amount { most: Money },
    #[error("a reason of 1 to 200 characters is needed")]
    Reason,
    #[error("a key of 1 to 100 ASCII characters is needed")]
    Key,
    #[error("credit lasts 1 to 3650 days")]
    Days,
    #[error("this key was used for another change")]
    KeyReused,
    /// Only what the shop gave and is not spent or set aside can be taken back.
    #[error("only {left} can be taken back")]
    TooMuch { left: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AdjustCreditError);

/// Does it, once for the key. The customer's own cash is never touched.
pub async fn adjust_credit(
    backend: &Backend,
    scope: &impl Manages,
    request: &AdjustCredit,
    origin: &Origin,
) -> Result<(), AdjustCreditError> {
    let reason = request.reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX || reason.contains('\0') {
        return Err(AdjustCreditError::Reason);
    }
    if request.key.is_empty() || request.key.len() > KEY_MAX || !request.key.is_ascii() {
        return Err(AdjustCreditError::Key);
    }
    let most = Money::from_micros(UNITS_MAX * MICROS_PER_UNIT, request.amount.currency());
    let amount = PositiveMoney::new(request.amount)
        .filter(|_| request.amount.micros() <= most.micros())
        .ok_or(AdjustCreditError::Amount { most })?;
    let (reseller, now) = (scope.reseller(), backend.now());
    let (change, action) = match request.direction {
        Direction::Give { days } if (1..=3650).contains(&days) => (
            Change::Give {
                until: now + TimeDelta::days(days),
            },
            "credit.given",
        ),
        Direction::Give { .. } => return Err(AdjustCreditError::Days),
        Direction::Take => (Change::Take, "credit.taken"),
    };
    let mut tx = backend.begin(scope).await?;
    // Two posts of one form wait for each other here, so that the second finds what the first did.
    if !store::lock_customer(&mut tx, reseller, request.customer).await? {
        return Err(AdjustCreditError::NotFound);
    }
    let new = Adjust {
        owner: Owner::Customer(request.customer),
        change,
        amount,
        description: reason.to_owned(),
        key: format!("{}:{}", request.customer, request.key),
    };
    let is_replay = adjust::adjust(&mut tx, scope, now, &new)
        .await
        .map_err(|error| match error {
            AdjustError::KeyReused => AdjustCreditError::KeyReused,
            AdjustError::TooMuch { left } => AdjustCreditError::TooMuch { left },
            AdjustError::Internal(error) => AdjustCreditError::Internal(error),
        })?;
    if !is_replay {
        let mut act = Audit::of(action, request.customer, origin);
        act.after = Some(serde_json::json!({ "amount": request.amount, "reason": reason }));
        audit::record(&mut tx, scope, now, act).await?;
    }
    tx.commit().await?;
    Ok(())
}
