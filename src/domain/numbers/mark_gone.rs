//! A number the provider took away, or that somebody gave back there by hand.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::ids::NumberId,
};

/// Marks the number as released and asks the provider nothing. False when nobody holds it any more.
pub async fn mark_gone(backend: &Backend, system: &System, id: NumberId) -> Result<bool, Internal> {
    let mut tx = backend.begin(system).await?;
    let is_marked = store::set_released(&mut tx, system.reseller(), id, backend.now()).await?;
    tx.commit().await?;
    Ok(is_marked)
}
