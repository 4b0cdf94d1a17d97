//! How much still fits into the budgets something counts for, where its price is not known before its end.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, policies::Purchase, scope::Scope},
    shared::{budget::AtLimit, money::Money},
};

/// The least that is left of the budgets that are not passed; `None` where there is none. They stay locked until the
/// transaction ends. One that asks is a limit too: nobody can be asked while a call is under way.
pub async fn room(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    purchase: &Purchase<'_>,
) -> Result<Option<Money>, Internal> {
    let ids = store::lock_concerned(conn, scope.reseller(), purchase).await?;
    if ids.is_empty() {
        return Ok(None);
    }
    let mut least: Option<Money> = None;
    for budget in store::standing(conn, scope.reseller(), purchase.organization, &ids, now).await? {
        if budget.at_limit == AtLimit::Alert {
            continue;
        }
        let left = budget.left()?;
        least = match least {
            Some(other) if other.minus(left)?.is_negative() => Some(other),
            _ => Some(left),
        };
    }
    Ok(least)
}
