//! Has what comes in for a number brought to us.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::ids::NumberId,
};

/// Tells the vendor where messages to the number go, once. A number that is gone meanwhile needs nothing.
pub async fn open_inbox(backend: &Backend, system: &System, number: NumberId) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let found = store::provider_number(&mut tx, system.reseller(), number).await?;
    tx.commit().await?;
    let Some((provider, provider_number)) = found else {
        return Ok(());
    };
    let Some(vendor) = backend.providers.message(&provider) else {
        return Ok(());
    };
    vendor.open_inbox(&provider_number).await?;
    let mut tx = backend.begin(system).await?;
    store::set_inbox(&mut tx, system.reseller(), number, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}
