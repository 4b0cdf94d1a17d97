//! Ends a key at once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Manages},
    shared::ids::ApiKeyId,
};

/// Revokes the key in the caller's transaction. False when the reseller has no such key.
pub async fn revoke_key(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    id: ApiKeyId,
) -> Result<bool, Internal> {
    Ok(store::keys::revoke(conn, scope.reseller(), id, now).await?)
}
