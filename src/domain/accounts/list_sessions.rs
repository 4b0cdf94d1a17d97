//! Where the customer is signed in.

use super::store::sessions;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Customer, Scope},
    },
    shared::account::SessionRow,
};

/// The customer's sessions, last seen first.
pub async fn list_sessions(backend: &Backend, customer: &Customer) -> Result<Vec<SessionRow>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = sessions::list(&mut tx, customer.reseller(), customer.user(), backend.now()).await?;
    tx.commit().await?;
    let view = |row: sessions::Listed| SessionRow {
        id: row.id,
        device: row.device,
        address: row.address.addr().to_string(),
        signed_in_at: row.created_at,
        last_seen_at: row.last_seen_at,
        is_this_one: row.id == customer.session(),
    };
    Ok(rows.into_iter().map(view).collect())
}
