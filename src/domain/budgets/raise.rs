//! A budget becomes a higher one, as somebody approved.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::{ids::BudgetId, money::PositiveMoney},
};

/// Why nothing was raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseError {
    /// Ended, or of another company.
    #[error("no such budget")]
    NotFound,
    /// It is as high as this, or higher, by now.
    #[error("the budget is as high already")]
    NotHigher,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RaiseError);

/// Whose budget it is and what it is now; `None` for one that does not count or is out of reach.
pub async fn amount_of(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    now: DateTime<Utc>,
    id: BudgetId,
) -> Result<Option<(String, crate::shared::money::Money)>, Internal> {
    let found = store::standing(conn, scope.reseller(), scope.organization(), &[id], now).await?;
    Ok(found
        .into_iter()
        .find(|budget| budget.is_within(scope))
        .map(|budget| (budget.in_words(), budget.amount)))
}

/// In the caller's transaction, which writes the audit log.
pub async fn raise(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    now: DateTime<Utc>,
    id: BudgetId,
    amount: PositiveMoney,
) -> Result<(), RaiseError> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    if !store::lock(conn, reseller, organization, id).await? {
        return Err(RaiseError::NotFound);
    }
    if !store::raise(conn, reseller, organization, id, amount, now).await? {
        return Err(RaiseError::NotHigher);
    }
    Ok(())
}
