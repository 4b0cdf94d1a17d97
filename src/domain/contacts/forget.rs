//! An account is closed: its contacts go.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::UserId,
};

/// Removes every contact of the user, in the caller's transaction.
pub async fn forget(conn: &mut PgConnection, scope: &impl Scope, user: UserId) -> Result<(), Internal> {
    store::delete_all(conn, scope.reseller(), user).await?;
    Ok(())
}
