//! A reseller's own system works for one of its companies.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{ApiClient, ClientAt, Scope},
    },
    shared::ids::OrganizationId,
};

/// The scope, and whether the company is open to changes; `None` when it is another reseller's.
pub async fn act_for(
    backend: &Backend,
    client: &ApiClient,
    id: OrganizationId,
) -> Result<Option<(ClientAt, bool)>, Internal> {
    let mut tx = backend.begin(client).await?;
    let is_open = store::is_open(&mut tx, client.reseller(), id).await?;
    tx.commit().await?;
    Ok(is_open.map(|is_open| (client.at(id), is_open)))
}
