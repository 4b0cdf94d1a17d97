//! A contact is forgotten; its messages stay.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::ids::ContactId,
};

/// False when it is somebody else's, or gone.
pub async fn remove(backend: &Backend, buyer: &impl Buys, id: ContactId) -> Result<bool, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let is_gone = store::delete(&mut tx, buyer, id).await?;
    tx.commit().await?;
    Ok(is_gone)
}
