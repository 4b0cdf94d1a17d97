//! Asks the provider where a profile stands and how much was used.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Buys,
        webhooks::{self, Event},
    },
    providers::ProviderError,
    shared::ids::EsimId,
};

/// Why the figures stayed old.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    #[error("no such eSIM")]
    NotFound,
    #[error("no answer from the provider")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RefreshError);

/// A page may ask the provider once in this many seconds; more often shows what is known.
const FRESH_SECONDS: i64 = 30;

/// Brings one of the customer's eSIMs up to date.
pub async fn refresh(backend: &Backend, buyer: &impl Buys, id: EsimId) -> Result<(), RefreshError> {
    let mut tx = backend.begin(buyer).await?;
    let esim = store::esims(&mut tx, buyer, Some(id), 1)
        .await?
        .pop()
        .ok_or(RefreshError::NotFound)?;
    tx.commit().await?;
    let age = esim.as_of.map(|at| (backend.now() - at).num_seconds());
    if age.is_some_and(|seconds| seconds < FRESH_SECONDS) {
        return Ok(());
    }
    let status = backend
        .providers
        .esims
        .status(&esim.iccid)
        .await
        .map_err(RefreshError::Unavailable)?;
    let mut tx = backend.begin(buyer).await?;
    let now = backend.now();
    let before = store::set_status(&mut tx, buyer.reseller(), id, &status, now).await?;
    if let Some(before) = before.filter(|before| *before != status.state) {
        let event = Event::EsimStateChanged {
            esim: id,
            before: before.as_str(),
            state: status.state.as_str(),
        };
        webhooks::emit(&mut tx, buyer, now, &event).await?;
    }
    tx.commit().await?;
    Ok(())
}
