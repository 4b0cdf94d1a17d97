//! What a minute costs, from whom to where.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use crate::{
    backend::Backend,
    domain::pricing::{self, Basis, Rulebook, Subject, price::PriceError},
    providers::{
        ProviderError,
        calls::{CallCosts, CallProvider},
    },
    shared::{
        money::Money,
        place::CountryCode,
        price::{PriceStack, Service},
    },
};

/// Price lists change a few times a year; a call's own rates are fixed when it begins.
const REMEMBERED: Duration = Duration::from_secs(600);

/// Costs by vendor and country.
pub struct CostCache(Cache<(&'static str, CountryCode), Arc<CallCosts>>);

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

/// The vendor's costs of a country. An error is not remembered.
pub(in crate::domain) async fn costs(
    backend: &Backend,
    vendor: &dyn CallProvider,
    country: CountryCode,
) -> Result<Arc<CallCosts>, ProviderError> {
    let cache = &backend.caches.call_costs.0;
    let key = (vendor.name(), country);
    if let Some(known) = cache.get(&key).await {
        return Ok(known);
    }
    let costs = Arc::new(vendor.call_costs(country).await?);
    cache.insert(key, costs.clone()).await;
    Ok(costs)
}

/// The retail price of a minute.
pub(super) fn minute(
    book: &Rulebook,
    provider: &str,
    country: CountryCode,
    cost: Money,
) -> Result<PriceStack, PriceError> {
    let subject = Subject {
        service: Service::VoiceMinute,
        country: Some(country),
        provider,
        plan: None,
    };
    pricing::price(book, &subject, &Basis::of(cost))
}
