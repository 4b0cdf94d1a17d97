//! Which vendor of numbers comes first in which country, and which is not asked there at all.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use moka::future::Cache;

use super::store;
use crate::{backend::Backend, domain::error::Internal, shared::place::CountryCode};

/// The rank of a vendor nobody has ranked.
pub const USUAL_RANK: i16 = 5;
/// How long another process may go on as before.
const REMEMBERED: Duration = Duration::from_secs(5);

/// The ranks as operators set them.
pub struct RankCache(pub(super) Cache<(), Arc<Ranks>>);

impl Default for RankCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(1).time_to_live(REMEMBERED).build())
    }
}

/// Ranks by vendor and country; the country is empty for every country.
#[derive(Debug, Default)]
pub struct Ranks(BTreeMap<(String, String), Option<i16>>);

impl Ranks {
    /// The lower one comes first; `None` when the vendor is not asked there.
    pub fn of(&self, provider: &str, country: CountryCode) -> Option<i16> {
        let here = |country: &str| self.0.get(&(provider.to_owned(), country.to_owned()));
        here(country.as_str())
            .or_else(|| here(""))
            .copied()
            .unwrap_or(Some(USUAL_RANK))
    }
}

/// The ranks, as they stood a few seconds ago.
pub async fn ranks(backend: &Backend) -> Result<Arc<Ranks>, Internal> {
    let cache = &backend.caches.ranks.0;
    if let Some(known) = cache.get(&()).await {
        return Ok(known);
    }
    let mut tx = backend.begin_system().await?;
    let rows = store::priorities(&mut tx).await?;
    tx.commit().await?;
    let ranks = rows
        .into_iter()
        .map(|row| ((row.provider, row.country), row.rank));
    let ranks = Arc::new(Ranks(ranks.collect()));
    cache.insert((), ranks.clone()).await;
    Ok(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_counts_before_every_country() {
        let row = |provider: &str, country: &str, rank| ((provider.to_owned(), country.to_owned()), rank);
        let ranks = Ranks(BTreeMap::from([
            row("twilio", "", Some(2)),
            row("twilio", "DE", None),
            row("telnyx", "DE", Some(1)),
        ]));
        let of = |provider, country: &str| ranks.of(provider, country.parse().unwrap());
        assert_eq!(of("twilio", "US"), Some(2));
        assert_eq!(of("twilio", "DE"), None);
        assert_eq!(of("telnyx", "DE"), Some(1));
        assert_eq!(of("telnyx", "US"), Some(USUAL_RANK));
    }
}
