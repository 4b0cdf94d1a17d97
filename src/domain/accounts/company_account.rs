//! Accounts that a company makes for its people, by its own sign-in or its directory.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    CreateAccount, CreateAccountError, Email, PersonName, Role, create_account, password, store::users,
};
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// Makes an account without a password, in the caller's transaction. `None` when the address is taken. The caller knows
/// that the address is the company's, so it counts as verified; its owner can set a password by the shop's reset.
pub async fn create_company_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &Email,
    first_name: &PersonName,
    last_name: &PersonName,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, Internal> {
    let new = CreateAccount {
        reseller,
        email,
        // As costly to try as a real one, so that signing in does not tell who has no password.
        password_hash: password::NOBODYS_HASH,
        first_name,
        last_name,
        role: Role::User,
        is_verified: true,
    };
    match create_account(conn, now, &new).await {
        Ok(user) => Ok(Some(user)),
        Err(CreateAccountError::EmailTaken) => Ok(None),
        Err(CreateAccountError::Internal(error)) => Err(error),
    }
}

/// Whether the address has an account here, whatever its state. For a caller who may know it.
pub async fn has_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    email: &Email,
) -> Result<bool, Internal> {
    Ok(users::has_email(conn, reseller, email.as_str()).await?)
}

/// Gives the account other names, in the caller's transaction. The caller knows that the company made it.
pub async fn rename_company_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    first_name: &PersonName,
    last_name: &PersonName,
) -> Result<(), Internal> {
    users::set_names(conn, reseller, user, first_name.as_str(), last_name.as_str()).await?;
    Ok(())
}

/// Gives the account another address; false when that is taken. The caller knows that the company made the account and
/// that the address is the company's.
pub async fn readdress_company_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    email: &Email,
) -> Result<bool, Internal> {
    Ok(users::set_email(conn, reseller, user, email.as_str()).await?)
}

/// Whether the account is neither suspended nor closed. Kept so until the transaction ends.
pub async fn may_sign_in(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<bool, Internal> {
    Ok(users::lock(conn, reseller, user).await?.is_some())
}
