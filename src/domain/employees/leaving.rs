//! Who leaves today, by their address.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{accounts::Email, error::Internal, scope::WorksIn},
    shared::ids::EmployeeId,
};

/// The employee with this address who has not left yet, and the day that is the earliest last one: today, or the first day
/// of somebody who never began. In the caller's transaction.
pub async fn leaving(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<Option<(EmployeeId, String)>, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let today = store::today(conn, reseller, organization, now).await?;
    let found = store::staying(conn, reseller, organization, email.as_str(), today).await?;
    Ok(found.map(|(id, starts_on)| (id, starts_on.max(today).to_string())))
}
