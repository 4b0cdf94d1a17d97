//! An account is closed: what its owner wrote and got is nobody's any more.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::UserId,
};

/// Empties the texts of the user's messages, in the caller's transaction. What was paid for them stays in the books.
pub async fn forget(conn: &mut PgConnection, scope: &impl Scope, user: UserId) -> Result<(), Internal> {
    store::empty_texts(conn, scope.reseller(), user).await?;
    Ok(())
}
