//! Makes an account one of the shop's staff, or a customer again.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::users;
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// In the caller's transaction. Whoever joins followed a link mailed to the account's address, so it is verified.
/// Operators of the platform stay what they are.
pub async fn set_staff(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    is_staff: bool,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    users::set_staff(conn, reseller, user, is_staff).await?;
    if is_staff {
        users::mark_verified(conn, reseller, user, now).await?;
    }
    Ok(())
}
