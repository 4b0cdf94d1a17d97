//! One of the shop's companies, for its staff.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{company::ClientRow, ids::OrganizationId},
};

/// The company and the addresses of its owners; `None` when it is another reseller's.
pub async fn client(
    backend: &Backend,
    scope: &impl Manages,
    id: OrganizationId,
) -> Result<Option<(ClientRow, Vec<String>)>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let found = store::clients(&mut tx, scope.reseller(), Some(id), None, 1).await?;
    let owners = store::owners(&mut tx, scope.reseller(), id).await?;
    tx.commit().await?;
    Ok(found.into_iter().next().map(|row| (row, owners)))
}
