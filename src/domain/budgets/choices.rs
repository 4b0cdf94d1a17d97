//! The budgets somebody can ask to raise.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::domain::{error::Internal, scope::WorksIn};

/// Id and words of those within reach, in the caller's transaction.
pub async fn choices(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    now: DateTime<Utc>,
) -> Result<Vec<(String, String)>, Internal> {
    let found = store::live(conn, scope.reseller(), scope.organization(), now).await?;
    Ok(found
        .into_iter()
        .filter(|budget| budget.is_within(scope))
        .map(|budget| {
            let words = format!(
                "{}: {} a {}",
                budget.in_words(),
                budget.amount,
                budget.period.in_words().to_lowercase()
            );
            (budget.id.to_string(), words)
        })
        .collect())
}
