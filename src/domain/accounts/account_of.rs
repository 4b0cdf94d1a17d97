//! Whose an address is at a shop.

use sqlx::PgConnection;

use super::{Email, store::users};
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// The account with this address that may sign in, if there is one. Only for a caller who knows already that its owner
/// asks: everybody else must not learn it.
pub async fn account_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &Email,
) -> Result<Option<UserId>, Internal> {
    let user = users::by_email(conn, reseller, email.as_str()).await?;
    Ok(user.map(|user| user.id))
}
