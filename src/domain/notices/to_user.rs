//! Writes to the owner of an account, with a link to one of their pages.

use sqlx::PgConnection;

use super::{
    Notice,
    send::{self, Recipient},
    store,
};
use crate::{
    backend::Backend,
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// Queues the notice in the caller's transaction. `notice` gets the link to `path` on the shop's primary host. Nobody
/// is written to about an account that was closed.
pub async fn to_user(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    user: UserId,
    path: &str,
    notice: impl FnOnce(String) -> Notice,
) -> Result<(), Internal> {
    let Some(owner) = store::recipient(conn, reseller, user).await? else {
        return Ok(());
    };
    let host = send::link_host(conn, reseller, "").await?;
    let notice = notice(backend.address.url(&host, path));
    let to = Recipient {
        reseller,
        user: Some(user),
        email: &owner.email,
        first_name: &owner.first_name,
    };
    send::send(conn, &backend.address, backend.now(), &to, &notice).await?;
    Ok(())
}
