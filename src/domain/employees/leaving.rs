//! Who is gone at once, by their address.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{accounts::Email, error::Internal, scope::WorksIn},
    shared::ids::EmployeeId,
};

/// The employee with this address who has not left yet, and the last day that makes them gone at once: yesterday, or the
/// first day of somebody who has hardly begun. In the caller's transaction.
pub async fn leaving(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<Option<(EmployeeId, String)>, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let today = store::today(conn, reseller, organization, now).await?;
    let found = store::staying(conn, reseller, organization, email.as_str(), today).await?;
    Ok(found.map(|(id, starts_on)| (id, starts_on.max(today.pred_opt().unwrap_or(today)).to_string())))
}
