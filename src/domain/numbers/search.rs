//! Numbers on offer, with this shop's prices.

use std::{sync::Arc, time::Duration};

use moka::future::Cache;

use super::{cost::costs, format::display};
use crate::{
    backend::Backend,
    domain::{
        assortment,
        error::{Internal, with_internal},
        place,
        pricing::{self, Basis, Rulebook, Subject, price::PriceError},
        scope::{Scope, Visitor},
        supply::{self, Closed},
        tenancy::terms,
    },
    providers::{
        ProviderError,
        numbers::{AvailableNumber, NumberCost, NumberQuery},
    },
    shared::{
        money::Money,
        number::{NumberOffer, NumberResults, NumberSearch},
        place::CountryCode,
        price::{PriceStack, Service},
    },
};

/// Offers shown for one search.
const OFFERS_MAX: u32 = 30;
/// Long enough for back and reload, short enough that sold numbers vanish.
const REMEMBERED: Duration = Duration::from_secs(20);

/// The vendor's answers to recent searches; prices are never in here.
pub struct SearchCache(Cache<NumberQuery, Arc<Vec<AvailableNumber>>>);

impl Default for SearchCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(1_000)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}

/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("not a country")]
    Country,
    #[error("not a kind of number")]
    Kind,
    #[error("a pattern is 2 to 15 digits, letters or *")]
    Pattern,
    /// The vendor does not answer; nothing is wrong with the search.
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SearchError);

/// Reads the form. Digits, letters of a keypad and `*`; spaces and punctuation people type are dropped.
pub fn parse(search: &NumberSearch) -> Result<NumberQuery, SearchError> {
    let country: CountryCode = search.country.parse().map_err(|_| SearchError::Country)?;
    let kind = search.kind.parse().map_err(|_| SearchError::Kind)?;
    let contains: String = search
        .contains
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '+'))
        .collect();
    let is_pattern = contains.chars().all(|c| c.is_ascii_alphanumeric() || c == '*');
    // Vendors take patterns of two characters and more.
    if !is_pattern || contains.len() == 1 || contains.len() > 15 {
        return Err(SearchError::Pattern);
    }
    Ok(NumberQuery {
        country,
        kind,
        contains,
        sms: search.sms,
        voice: search.voice,
        limit: OFFERS_MAX,
    })
}

/// Asks the vendor and prices each answer.
pub async fn search(
    backend: &Backend,
    visitor: &Visitor,
    search: &NumberSearch,
) -> Result<NumberResults, SearchError> {
    let query = parse(search)?;
    match supply::is_closed(backend, provider(backend)).await? {
        None => {}
        Some(Closed::Paused) => {
            return Ok(NumberResults {
                offers: vec![],
                kinds: vec![],
            });
        }
        Some(resting @ Closed::Resting) => {
            return Err(SearchError::Unavailable(ProviderError::unknown(
                resting.to_string(),
            )));
        }
    }
    let mut tx = backend.begin(visitor).await?;
    let is_on = terms::features(&mut tx, visitor.reseller()).await?.numbers;
    let off = assortment::numbers_off(&mut tx, visitor).await?;
    tx.commit().await?;
    if !is_on {
        return Ok(NumberResults {
            offers: vec![],
            kinds: vec![],
        });
    }
    let costs = costs(backend, query.country)
        .await
        .map_err(SearchError::Unavailable)?;
    let is_sold = |cost: &&NumberCost| off.is_sold(query.country, cost.kind);
    let kinds: Vec<_> = costs.iter().filter(is_sold).map(|cost| cost.kind).collect();
    let Some(cost) = costs.iter().filter(is_sold).find(|cost| cost.kind == query.kind) else {
        return Ok(NumberResults {
            offers: vec![],
            kinds,
        });
    };
    let cache = &backend.caches.number_searches.0;
    let found = match cache.get(&query).await {
        Some(known) => known,
        None => {
            let found = Arc::new(
                backend
                    .providers
                    .numbers
                    .search(&query)
                    .await
                    .map_err(SearchError::Unavailable)?,
            );
            cache.insert(query.clone(), found.clone()).await;
            found
        }
    };

    let mut tx = backend.begin(visitor).await?;
    let book = pricing::rulebook(&mut tx, visitor, backend.now()).await?;
    tx.commit().await?;
    let provider = backend.providers.numbers.name();
    let Ok((first, monthly)) = prices(&book, provider, query.country, cost) else {
        return Ok(NumberResults {
            offers: vec![],
            kinds,
        });
    };
    let offers = found
        .iter()
        .map(|number| offer(number, first.charged, monthly.charged))
        .collect();
    Ok(NumberResults { offers, kinds })
}

/// First month and each further month of a number of this country and kind.
pub fn prices(
    book: &Rulebook,
    provider: &str,
    country: CountryCode,
    cost: &NumberCost,
) -> Result<(PriceStack, PriceStack), PriceError> {
    let subject = |service| Subject {
        service,
        country: Some(country),
        provider,
        plan: None,
    };
    let basis = Basis::of(cost.monthly);
    Ok((
        pricing::price(book, &subject(Service::NumberPurchase), &basis)?,
        pricing::price(book, &subject(Service::NumberMonth), &basis)?,
    ))
}

fn offer(number: &AvailableNumber, price: Money, monthly: Money) -> NumberOffer {
    NumberOffer {
        display: display(&number.e164),
        e164: number.e164.clone(),
        kind: number.kind,
        country: place::country(number.country),
        locality: number.locality.clone(),
        capabilities: number.capabilities,
        price,
        monthly,
        needs_address: number.needs_address,
    }
}

/// Who sells them to us, as tables and the REST interface name it.
pub fn provider(backend: &Backend) -> &'static str {
    backend.providers.numbers.name()
}

/// Forgets recent answers: after a sale the number must not be offered again from memory.
pub fn forget(backend: &Backend) {
    backend.caches.number_searches.0.invalidate_all();
}
