//! How many companies somebody owns.

use sqlx::PgConnection;

use super::store::members;
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// In the caller's transaction. The user's row is held, so that two forms of the same person are counted one after the
/// other.
pub async fn count_owned(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<i64, Internal> {
    Ok(members::count_owned(conn, reseller, user).await?)
}
