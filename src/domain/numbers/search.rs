//! Numbers on offer, with this shop's prices.

use std::collections::HashSet;

use super::{
    format::display,
    market::{self, Market, Missing, Offer, Purpose},
};
use crate::{
    backend::Backend,
    domain::{
        assortment,
        error::{Internal, with_internal},
        place,
        pricing::{self, Basis, Rulebook, Subject, price::PriceError},
        scope::{Scope, Visitor},
        supply::Closed,
        tenancy::terms,
    },
    providers::numbers::{AvailableNumber, NumberCost, NumberQuery},
    shared::{
        money::Money,
        number::{NumberOffer, NumberSearch, NumberType},
        place::CountryCode,
        price::{PriceStack, Service},
    },
};

/// Offers shown for one search.
const OFFERS_MAX: u32 = 30;
/// Why there is no list.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("not a country")]
    Country,
    #[error("not a kind of number")]
    Kind,
    #[error("a pattern is 2 to 15 digits, letters or *")]
    Pattern,
    /// No vendor answers; nothing is wrong with the search.
    #[error("no answer from the vendors")]
    Unavailable(Missing),
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

/// A number on offer in this shop, and who sells it to us.
#[derive(Debug)]
pub struct Found {
    pub offer: NumberOffer,
    pub provider: &'static str,
}

/// The answer to a search.
#[derive(Debug, Default)]
pub struct Results {
    pub found: Vec<Found>,
    /// Kinds of number this country has.
    pub kinds: Vec<NumberType>,
}

/// Asks the vendors and prices each answer: every number once, the cheapest first. Of equal prices an operator's order
/// of the vendors decides.
pub async fn search(
    backend: &Backend,
    visitor: &Visitor,
    search: &NumberSearch,
) -> Result<Results, SearchError> {
    let query = parse(search)?;
    let mut tx = backend.begin(visitor).await?;
    let is_on = terms::features(&mut tx, visitor.reseller()).await?.numbers;
    let off = assortment::numbers_off(&mut tx, visitor).await?;
    tx.commit().await?;
    if !is_on {
        return Ok(Results::default());
    }
    let Market {
        mut offers,
        mut kinds,
        missing,
        ..
    } = market::ask(backend, &query, Purpose::List).await?;
    let is_any = !offers.is_empty();
    market::keep_sellable(backend, &mut offers, None).await?;
    if !is_any
        && kinds.is_empty()
        && let Some(missing) = missing
            .into_iter()
            .find(|missing| *missing != Missing::Closed(Closed::Paused))
    {
        return Err(SearchError::Unavailable(missing));
    }
    kinds.retain(|kind| off.is_sold(query.country, *kind));
    if !kinds.contains(&query.kind) {
        return Ok(Results { found: vec![], kinds });
    }
    let mut tx = backend.begin(visitor).await?;
    let book = pricing::rulebook(&mut tx, visitor, backend.now()).await?;
    tx.commit().await?;
    let mut priced: Vec<(Money, Money, Offer)> = offers
        .into_iter()
        .filter_map(|offer| {
            let (first, monthly) = prices(&book, offer.provider, query.country, &offer.cost).ok()?;
            Some((first.charged, monthly.charged, offer))
        })
        .collect();
    // The best offer of each number: one that can be bought at once before one that wants an address.
    priced.sort_by_key(|(price, _, offer)| {
        let (number, rank) = (&offer.number, offer.rank);
        (
            !number.documents.is_empty(),
            number.needs_address,
            price.micros(),
            rank,
        )
    });
    let mut seen = HashSet::new();
    priced.retain(|(_, _, offer)| seen.insert(offer.number.e164.clone()));
    priced.sort_by_key(|(price, _, offer)| (price.micros(), offer.rank));
    priced.truncate(OFFERS_MAX as usize);
    let found = priced.into_iter().map(|(price, monthly, sold)| Found {
        offer: offer(&sold.number, price, monthly),
        provider: sold.provider,
    });
    Ok(Results {
        found: found.collect(),
        kinds,
    })
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
    let (first, monthly) = (Basis::of(cost.first()?), Basis::of(cost.monthly));
    Ok((
        pricing::price(book, &subject(Service::NumberPurchase), &first)?,
        pricing::price(book, &subject(Service::NumberMonth), &monthly)?,
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
        documents: number.documents.clone(),
    }
}
