//! What a vendor asks for numbers of a country, remembered for ten minutes.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use crate::{
    backend::Backend,
    providers::{
        ProviderError,
        numbers::{NumberCost, NumberProvider, NumberQuery},
    },
    shared::{number::NumberType, place::CountryCode},
};

/// Vendor price lists change a few times a year; an order's own price is fixed by its quote.
const REMEMBERED: Duration = Duration::from_secs(600);

/// Lists of prices by vendor and country.
pub struct CostCache(Cache<(&'static str, CountryCode), Arc<Vec<NumberCost>>>);

impl Default for CostCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(600)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}

/// The vendor's list, by kind; empty for one that prices each number. An error is not remembered.
pub async fn costs(
    backend: &Backend,
    vendor: &dyn NumberProvider,
    country: CountryCode,
) -> Result<Arc<Vec<NumberCost>>, ProviderError> {
    let key = (vendor.name(), country);
    if let Some(known) = backend.caches.number_costs.0.get(&key).await {
        return Ok(known);
    }
    let costs = Arc::new(vendor.costs(country).await?);
    backend.caches.number_costs.0.insert(key, costs.clone()).await;
    Ok(costs)
}

/// What such a number costs, at the first vendor that says so, with its name; `None` when nobody has one.
pub async fn usual(
    backend: &Backend,
    country: CountryCode,
    kind: NumberType,
) -> Result<Option<(&'static str, NumberCost)>, ProviderError> {
    let mut failed = None;
    for vendor in &backend.providers.numbers {
        match usual_at(backend, vendor.as_ref(), country, kind).await {
            Ok(Some(cost)) => return Ok(Some((vendor.name(), cost))),
            Ok(None) => {}
            Err(error) => failed = Some(error),
        }
    }
    failed.map_or(Ok(None), Err)
}

async fn usual_at(
    backend: &Backend,
    vendor: &dyn NumberProvider,
    country: CountryCode,
    kind: NumberType,
) -> Result<Option<NumberCost>, ProviderError> {
    if vendor.has_price_list() {
        let listed = costs(backend, vendor, country).await?;
        return Ok(listed.iter().find(|cost| cost.kind == kind).copied());
    }
    let any = NumberQuery {
        country,
        kind,
        contains: String::new(),
        sms: false,
        voice: false,
        limit: 1,
    };
    let found = vendor.search(&any).await?;
    Ok(found.into_iter().find_map(|number| number.cost))
}
