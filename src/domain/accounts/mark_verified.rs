//! Somebody followed a link that was mailed to their address.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::users;
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// The address is verified from now on, in the caller's transaction.
pub async fn mark_verified(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    users::mark_verified(conn, reseller, user, now).await?;
    Ok(())
}
