//! Makes an account a member of staff.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::shared::{
    ids::{ResellerId, UserId},
    permissions::StaffRole,
};

/// Adds the member in the caller's transaction; whoever is one already keeps the role.
pub async fn add(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    role: StaffRole,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    store::members::insert(conn, reseller, user, role, now).await
}
