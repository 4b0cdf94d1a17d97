//! An eSIM the provider does not know any more.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::ids::EsimId,
};

/// Marks the eSIM as terminated and asks the provider nothing. False when it was over before.
pub async fn mark_gone(backend: &Backend, system: &System, id: EsimId) -> Result<bool, Internal> {
    let mut tx = backend.begin(system).await?;
    let is_marked = store::mark_gone(&mut tx, system.reseller(), id, backend.now()).await?;
    tx.commit().await?;
    Ok(is_marked)
}
