//! An account is closed: its addresses go.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::UserId,
};

/// Empties every address of the user's own, in the caller's transaction.
pub async fn forget(
    conn: &mut PgConnection,
    scope: &impl Scope,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    store::empty(conn, scope.reseller(), user.uuid(), None, now).await?;
    Ok(())
}
