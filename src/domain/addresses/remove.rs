//! An address is forgotten here. A vendor that was told it for a number may keep it as long as its law says.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::ids::AddressId,
};

/// Why it is still there.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error("no such address")]
    NotFound,
    /// Numbers depend on it, or an order on its way does.
    #[error("in use")]
    InUse,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RemoveError);

/// Empties it.
pub async fn remove(
    backend: &Backend,
    buyer: &impl Buys,
    id: AddressId,
    origin: &Origin,
) -> Result<(), RemoveError> {
    let mut tx = backend.begin(buyer).await?;
    if !store::lock(&mut tx, buyer, id).await? {
        return Err(RemoveError::NotFound);
    }
    if store::is_in_use(&mut tx, buyer, id).await? {
        return Err(RemoveError::InUse);
    }
    let now = backend.now();
    store::empty(&mut tx, buyer.reseller(), buyer.owner_id(), Some(id), now).await?;
    audit::record(&mut tx, buyer, now, Audit::of("address.removed", id, origin)).await?;
    tx.commit().await?;
    Ok(())
}
