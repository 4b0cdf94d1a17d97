//! Writes to several people about the same thing, with a link to one page.

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

/// Queues the notice to each, in the caller's transaction. `notice` gets the link to `path` on the shop's primary host.
/// Closed accounts are left out.
pub async fn to_users(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    users: &[UserId],
    path: &str,
    notice: impl FnOnce(String) -> Notice,
) -> Result<(), Internal> {
    if users.is_empty() {
        return Ok(());
    }
    let host = send::link_host(conn, reseller, "").await?;
    let notice = notice(backend.address.url(&host, path));
    for reader in store::readers(conn, reseller, users).await? {
        let to = Recipient {
            reseller,
            user: Some(reader.id),
            email: &reader.email,
            first_name: &reader.first_name,
        };
        send::send(conn, &backend.address, backend.now(), &to, &notice).await?;
    }
    Ok(())
}
