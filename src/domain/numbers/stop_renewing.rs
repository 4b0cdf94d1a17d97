//! Somebody's numbers end when their paid time does.

use sqlx::PgConnection;

use super::store;
use crate::{domain::scope::Scope, shared::ids::UserId};

/// Ends the renewal of all their numbers, in the caller's transaction.
pub async fn stop_renewing(
    conn: &mut PgConnection,
    scope: &impl Scope,
    user: UserId,
) -> Result<(), sqlx::Error> {
    store::life::stop_renewing(conn, scope.reseller(), user).await
}
