//! Makes an account.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Email, PersonName, Role, store::users};
use crate::{
    domain::error::{Internal, with_internal},
    shared::ids::{ResellerId, UserId},
};

/// What an account begins with.
#[derive(Debug)]
pub struct CreateAccount<'a> {
    pub reseller: ResellerId,
    pub email: &'a Email,
    /// From `Password::hash`.
    pub password_hash: &'a str,
    pub first_name: &'a PersonName,
    pub last_name: &'a PersonName,
    pub role: Role,
    pub is_verified: bool,
}

/// Why there is no new account.
#[derive(Debug, thiserror::Error)]
pub enum CreateAccountError {
    /// The reseller has an account with this address.
    #[error("the address is taken")]
    EmailTaken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreateAccountError);

/// Makes the account in the caller's transaction; nobody is written to.
pub async fn create_account(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    new: &CreateAccount<'_>,
) -> Result<UserId, CreateAccountError> {
    users::insert(conn, now, new)
        .await?
        .ok_or(CreateAccountError::EmailTaken)
}
