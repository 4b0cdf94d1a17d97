//! Brings our copy of the provider's catalogue up to date.

use super::store;
use crate::{
    backend::Backend,
    domain::error::{Internal, with_internal},
    providers::ProviderError,
};

/// Why the copy stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the provider did not give its catalogue: {0}")]
    Unavailable(ProviderError),
    /// Never take an empty list for "everything was withdrawn".
    #[error("the provider's catalogue is empty")]
    Empty,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SyncError);

/// Takes over every product and withdraws those that are gone. Returns how many are on sale.
pub async fn sync(backend: &Backend) -> Result<usize, SyncError> {
    let provider = &backend.providers.esims;
    let products = provider.products().await.map_err(SyncError::Unavailable)?;
    if products.is_empty() {
        return Err(SyncError::Empty);
    }
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    store::upsert_products(&mut tx, provider.name(), &products, now).await?;
    store::withdraw_unseen(&mut tx, provider.name(), now).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(products.iter().filter(|product| product.is_active).count())
}
