//! What a segment costs, from whom to where.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use crate::{
    backend::Backend,
    domain::pricing::{self, Basis, Rulebook, Subject, price::PriceError},
    providers::{
        ProviderError,
        messages::{MessageCost, MessageProvider},
    },
    shared::{
        number::NumberType,
        place::CountryCode,
        price::{PriceStack, Service},
    },
};

/// Price lists change a few times a year; a message's own price is fixed when it is sent.
const REMEMBERED: Duration = Duration::from_secs(600);

/// Costs by vendor and country.
pub struct CostCache(Cache<(&'static str, CountryCode), Arc<Vec<MessageCost>>>);

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

/// The vendor's costs to a country. An error is not remembered.
pub(in crate::domain) async fn costs(
    backend: &Backend,
    vendor: &dyn MessageProvider,
    country: CountryCode,
) -> Result<Arc<Vec<MessageCost>>, ProviderError> {
    let cache = &backend.caches.message_costs.0;
    let key = (vendor.name(), country);
    if let Some(known) = cache.get(&key).await {
        return Ok(known);
    }
    let costs = Arc::new(vendor.costs(country).await?);
    cache.insert(key, costs.clone()).await;
    Ok(costs)
}

/// The retail price of one segment; `None` where the vendor does not send.
pub(super) fn unit(
    book: &Rulebook,
    provider: &str,
    country: CountryCode,
    from: NumberType,
    costs: &[MessageCost],
) -> Result<Option<PriceStack>, PriceError> {
    let of = |kind| costs.iter().find(|cost| cost.from == kind);
    let Some(cost) = of(Some(from)).or_else(|| of(None)) else {
        return Ok(None);
    };
    let subject = Subject {
        service: Service::Sms,
        country: Some(country),
        provider,
        plan: None,
    };
    pricing::price(book, &subject, &Basis::of(cost.segment)).map(Some)
}
