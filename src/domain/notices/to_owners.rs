//! Writes to the owners of a shop, with a link to one of their pages.

use sqlx::PgConnection;

use super::{
    Notice,
    send::{self, Recipient},
    store,
};
use crate::{backend::Backend, domain::error::Internal, shared::ids::ResellerId};

/// Queues the notice to each owner, in the caller's transaction. `notice` gets the link to `path` on the shop's primary
/// host.
pub async fn to_owners(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    path: &str,
    notice: impl FnOnce(String) -> Notice,
) -> Result<(), Internal> {
    let host = send::link_host(conn, reseller, "").await?;
    let notice = notice(backend.address.url(&host, path));
    for owner in store::owners(conn, reseller).await? {
        let to = Recipient {
            reseller,
            user: Some(owner.id),
            email: &owner.email,
            first_name: &owner.first_name,
        };
        send::send(conn, &backend.address, backend.now(), &to, &notice).await?;
    }
    Ok(())
}
