//! Brings our copy of the providers' catalogues up to date.

use super::{
    store,
    sync_log::{Diff, diff},
};
use crate::{
    backend::Backend,
    domain::error::{Internal, with_internal},
    providers::{
        ProviderError,
        esims::{EsimProvider, Product},
    },
};

/// Longest reason kept, in characters.
const FAILURE_MAX: usize = 500;

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

/// Takes over every product of every vendor and withdraws those that are gone. Returns how many are on sale. What
/// changed, or why nothing could be, is kept in the log. A vendor that does not answer keeps no other one from it.
pub async fn sync(backend: &Backend) -> Result<usize, SyncError> {
    let mut on_sale = 0;
    let mut failed = None;
    for vendor in &backend.providers.catalogues {
        match sync_one(backend, vendor.as_ref()).await {
            Ok(count) => on_sale += count,
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(on_sale), Err)
}

async fn sync_one(backend: &Backend, provider: &dyn EsimProvider) -> Result<usize, SyncError> {
    let listed = match provider.products().await {
        Ok(products) if products.is_empty() => Err(SyncError::Empty),
        Ok(products) => Ok(products),
        Err(error) => Err(SyncError::Unavailable(error)),
    };
    match listed {
        Ok(products) => take_over(backend, provider.name(), &products).await,
        Err(error) => {
            let failure: String = error.to_string().chars().take(FAILURE_MAX).collect();
            let (name, now) = (provider.name(), backend.now());
            let mut tx = backend.begin_system().await?;
            store::insert_sync(&mut tx, name, 0, &Diff::default(), &failure, now).await?;
            tx.commit().await?;
            Err(error)
        }
    }
}

async fn take_over(backend: &Backend, provider: &str, products: &[Product]) -> Result<usize, SyncError> {
    let now = backend.now();
    let on_sale = products.iter().filter(|product| product.is_active).count();
    let mut tx = backend.begin_system().await?;
    let kept = store::kept(&mut tx, provider).await?;
    let changed = diff(&kept, products);
    store::upsert_products(&mut tx, provider, products, now).await?;
    store::withdraw_unseen(&mut tx, provider, now).await?;
    let count = i64::try_from(on_sale).unwrap_or(i64::MAX);
    store::insert_sync(&mut tx, provider, count, &changed, "", now).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(on_sale)
}
