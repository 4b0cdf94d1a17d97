//! What the vendor asks for numbers of a country, remembered for ten minutes.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use crate::{
    backend::Backend,
    providers::{ProviderError, numbers::NumberCost},
    shared::place::CountryCode,
};

/// Vendor price lists change a few times a year; an order's own price is fixed by its quote.
const REMEMBERED: Duration = Duration::from_secs(600);

/// Costs by country.
pub struct CostCache(Cache<CountryCode, Arc<Vec<NumberCost>>>);

impl Default for CostCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(300)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}

/// Monthly costs by kind. An error is not remembered.
pub async fn costs(backend: &Backend, country: CountryCode) -> Result<Arc<Vec<NumberCost>>, ProviderError> {
    if let Some(known) = backend.caches.number_costs.0.get(&country).await {
        return Ok(known);
    }
    let costs = Arc::new(backend.providers.numbers.costs(country).await?);
    backend.caches.number_costs.0.insert(country, costs.clone()).await;
    Ok(costs)
}
