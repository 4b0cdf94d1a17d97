//! Host to shop, remembered both ways: an unknown host costs one look at the database per half minute.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use moka::future::Cache;

use super::{HostName, Shop, store};
use crate::{backend::Backend, domain::error::Internal};

/// How long a changed brand or domain may take to show where nobody cleared the cache.
const REMEMBERED: Duration = Duration::from_secs(30);
/// Hosts remembered, known and unknown.
const HOSTS_MAX: u64 = 10_000;

/// Shops by host; `None` is a host nobody owns.
pub struct ShopCache {
    shops: Cache<HostName, Option<Arc<Shop>>>,
    /// Counts up when all is forgotten.
    age: AtomicU64,
}

impl Default for ShopCache {
    fn default() -> Self {
        Self {
            shops: Cache::builder()
                .max_capacity(HOSTS_MAX)
                .time_to_live(REMEMBERED)
                .build(),
            age: AtomicU64::new(0),
        }
    }
}

impl ShopCache {
    /// Forgets every shop: after a publish, a new domain, a suspension.
    pub fn clear(&self) {
        self.age.fetch_add(1, Ordering::SeqCst);
        self.shops.invalidate_all();
    }
}

/// The shop this host is a verified domain of.
pub async fn resolve(backend: &Backend, host: &HostName) -> Result<Option<Arc<Shop>>, Internal> {
    let cache = &backend.caches.shops;
    if let Some(known) = cache.shops.get(host).await {
        return Ok(known);
    }
    let age = cache.age.load(Ordering::SeqCst);
    let mut tx = backend.begin_system().await?;
    let found = store::shop_by_host(&mut tx, host).await?.map(Arc::new);
    tx.commit().await?;
    cache.shops.insert(host.clone(), found.clone()).await;
    // Read before a change and remembered after it, the old shop would answer for half a minute more.
    if cache.age.load(Ordering::SeqCst) != age {
        cache.shops.invalidate(host).await;
    }
    Ok(found)
}
