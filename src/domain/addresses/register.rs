//! Tells a vendor an address, once.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    providers::{ProviderError, Refusal, numbers::NumberProvider},
    shared::ids::AddressId,
};

/// The vendor's id of the address. The outer error is ours; the inner one is the vendor's, and nothing was bought yet.
pub async fn register(
    backend: &Backend,
    system: &System,
    vendor: &dyn NumberProvider,
    id: AddressId,
) -> Result<Result<String, ProviderError>, Internal> {
    let mut tx = backend.begin(system).await?;
    let known = store::registration(&mut tx, system.reseller(), id, vendor.name()).await?;
    let address = store::address(&mut tx, system.reseller(), id).await?;
    tx.commit().await?;
    if let Some(known) = known {
        return Ok(Ok(known));
    }
    let Some(address) = address else {
        let detail = "it was deleted".to_owned();
        return Ok(Err(ProviderError::Refused(Refusal::AddressRefused { detail })));
    };
    let told = match vendor.register_address(&address, &id.to_string()).await {
        Ok(told) => told,
        Err(error) => return Ok(Err(error)),
    };
    let mut tx = backend.begin(system).await?;
    // Somebody may have told it at the same moment: the first one counts.
    let kept = store::put_registration(
        &mut tx,
        system.reseller(),
        id,
        vendor.name(),
        &told,
        backend.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(Ok(kept))
}
