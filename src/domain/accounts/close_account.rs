//! Ends an account: nobody signs in to it again, and its address is free for a new one.
//!
//! The row stays, since orders, wallets and the audit log refer to it. Its address is replaced, since an address is one
//! account per reseller and its owner may want to come back; the password's hash is thrown away.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::{links, sessions, users};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::UserId,
};

/// Who it was, for a last mail.
#[derive(Debug, Clone)]
pub struct Former {
    pub email: String,
    pub first_name: String,
}

/// Closes the account of a customer, in the caller's transaction. `None` when there is none, when it is closed or
/// suspended, and for the reseller's staff.
pub async fn close_account(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    user: UserId,
) -> Result<Option<Former>, Internal> {
    let reseller = scope.reseller();
    let Some(before) = users::lock_customer(conn, reseller, user).await? else {
        return Ok(None);
    };
    users::set_deleted(conn, reseller, user, &format!("{user}@closed.invalid")).await?;
    sessions::end_others(conn, reseller, user, None).await?;
    links::end_resets(conn, reseller, user, now).await?;
    Ok(Some(Former {
        email: before.email,
        first_name: before.first_name,
    }))
}
