//! Who is to be gone, by their address.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{accounts::Email, error::Internal, scope::WorksIn},
    shared::ids::EmployeeId,
};

/// The employee with this address who has not left yet. In the caller's transaction.
pub async fn leaving(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    email: &Email,
    now: DateTime<Utc>,
) -> Result<Option<EmployeeId>, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let today = store::today(conn, reseller, organization, now).await?;
    Ok(store::staying(conn, reseller, organization, email.as_str(), today).await?)
}
