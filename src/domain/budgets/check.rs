//! Whether an order fits into the budgets it counts for.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::{self, Standing};
use crate::{
    domain::{
        error::{Internal, with_internal},
        policies::Purchase,
        scope::Scope,
    },
    shared::{
        budget::{AtLimit, Shortfall},
        money::Money,
    },
};

/// Budgets an order counts for, as they stood before it. Locked until the transaction ends.
#[derive(Debug)]
pub struct Counted(pub(super) Vec<Standing>);

/// Why the order may not be placed.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error(transparent)]
    Short(Shortfall),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CheckError);

/// Locks the budgets concerned in the order of their ids, then sums what was spent: whoever came first has committed
/// and is counted. A budget that refuses goes before one that asks, which an approval passes.
pub async fn check(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    purchase: &Purchase<'_>,
    is_approved: bool,
) -> Result<Counted, CheckError> {
    let ids = store::lock_concerned(conn, scope.reseller(), purchase).await?;
    if ids.is_empty() {
        return Ok(Counted(vec![]));
    }
    let standing = store::standing(conn, scope.reseller(), purchase.organization, &ids, now).await?;
    let mut asks = None;
    for budget in &standing {
        let left = budget.left()?;
        if !purchase.charged.minus(left)?.is_positive() {
            continue;
        }
        let short = Shortfall {
            budget: budget.in_words(),
            period: budget.period,
            limit: budget.amount,
            left: if left.is_negative() {
                Money::zero(left.currency())
            } else {
                left
            },
            asks: budget.at_limit == AtLimit::Ask,
        };
        match budget.at_limit {
            AtLimit::Alert => {}
            AtLimit::Refuse => return Err(CheckError::Short(short)),
            AtLimit::Ask if is_approved => {}
            AtLimit::Ask => asks = asks.or(Some(short)),
        }
    }
    match asks {
        Some(short) => Err(CheckError::Short(short)),
        None => Ok(Counted(standing)),
    }
}
