//! What the vendors offer: all that sell at the moment are asked at once.

use std::{collections::HashSet, sync::Arc, time::Duration};

use moka::future::Cache;
use tokio::task::JoinSet;

use super::{cost::costs, life, regulations::regulations};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        supply::{self, Closed},
    },
    providers::{
        ProviderError,
        numbers::{AvailableNumber, NumberCost, NumberProvider, NumberQuery},
    },
    shared::{
        ids::{ResellerId, UserId},
        number::NumberType,
    },
};

/// Documents a vendor wanted without naming them.
const UNNAMED: &str = "Documents of the user";
/// How long a vendor is waited for once another has answered.
const PATIENCE: Duration = Duration::from_millis(900);
/// Long enough for back and reload, short enough that sold numbers vanish.
const REMEMBERED: Duration = Duration::from_secs(20);

/// The vendors' answers to recent searches; prices of ours are never in here.
pub struct SearchCache(Cache<(&'static str, NumberQuery), Arc<Vec<AvailableNumber>>>);

impl Default for SearchCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(2_000)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}

/// What a vendor wanted of a number though neither its search nor its sheet said so: an order was refused for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Address,
    Documents,
}

/// By number, for a day.
pub struct Learnt(Cache<String, Wanted>);

impl Default for Learnt {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(10_000)
                .time_to_live(Duration::from_secs(86_400))
                .build(),
        )
    }
}

/// A vendor refused the number for want of something: it is shown with it from now on.
pub async fn learn(backend: &Backend, e164: &str, wanted: Wanted) {
    backend.caches.learnt.0.insert(e164.to_owned(), wanted).await;
}

/// Forgets recent answers: after a sale the number must not be offered again from memory.
pub fn forget(backend: &Backend) {
    backend.caches.number_searches.0.invalidate_all();
}

/// A number as one vendor offers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    pub provider: &'static str,
    /// Of equal prices the one with the lowest rank is taken.
    pub rank: i16,
    pub number: AvailableNumber,
    pub cost: NumberCost,
}

/// Why a vendor's offers are not among them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    #[error(transparent)]
    Closed(Closed),
    #[error(transparent)]
    Unavailable(ProviderError),
}

/// What was answered.
#[derive(Debug, Default)]
pub struct Market {
    pub offers: Vec<Offer>,
    /// Kinds of number the country has, as far as anybody said.
    pub kinds: Vec<NumberType>,
    /// Vendors that would have been asked and did not answer.
    pub missing: Vec<Missing>,
    /// True when some vendor answered.
    pub is_answered: bool,
}

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A list to choose from: whoever is slow is left out, and recent answers will do.
    List,
    /// Exactly one number: it is looked for until somebody has it.
    Sale,
}

impl Market {
    fn is_enough(&self, purpose: Purpose) -> bool {
        match purpose {
            Purpose::List => self.is_answered,
            Purpose::Sale => !self.offers.is_empty(),
        }
    }

    fn add(&mut self, provider: &'static str, rank: i16, answer: Answer) {
        self.is_answered = true;
        for kind in answer.kinds {
            if !self.kinds.contains(&kind) {
                self.kinds.push(kind);
            }
        }
        let offers = answer.offers.into_iter();
        self.offers.extend(offers.map(|(number, cost)| Offer {
            provider,
            rank,
            number,
            cost,
        }));
    }
}

/// Asks every vendor that sells in this country and is well. Those who take longer than others are left out after
/// 900 ms; their answer is still taken in for the next search.
pub async fn ask(backend: &Backend, query: &NumberQuery, purpose: Purpose) -> Result<Market, Internal> {
    let mut market = Market::default();
    let mut asked = JoinSet::new();
    let mut waiting = vec![];
    let ranks = supply::ranks(backend).await?;
    for vendor in &backend.providers.numbers {
        let name = vendor.name();
        let Some(rank) = ranks.of(name, query.country) else {
            continue;
        };
        if let Some(closed) = supply::is_closed(backend, name).await? {
            market.missing.push(Missing::Closed(closed));
            continue;
        }
        waiting.push(name);
        let (backend, vendor, query) = (backend.clone(), vendor.clone(), query.clone());
        asked.spawn(async move {
            let answer = ask_one(&backend, vendor.as_ref(), &query, purpose).await;
            (name, rank, answer)
        });
    }

    let patience = tokio::time::sleep(PATIENCE);
    tokio::pin!(patience);
    let mut is_late = false;
    while !(asked.is_empty() || is_late && market.is_enough(purpose)) {
        tokio::select! {
            () = &mut patience, if !is_late => is_late = true,
            Some(ended) = asked.join_next() => {
                let (name, rank, answer) = ended?;
                waiting.retain(|other| *other != name);
                match answer {
                    Ok(answer) => market.add(name, rank, answer),
                    Err(error) => {
                        tracing::warn!(provider = name, %error, "left out of a search");
                        market.missing.push(Missing::Unavailable(error));
                    }
                }
            }
        }
    }
    // Whoever is left goes on by itself: its answer serves the next search.
    asked.detach_all();
    for name in waiting {
        tracing::warn!(provider = name, country = %query.country, "too slow, left out of a search");
        metrics::counter!("number_searches_late", "provider" => name).increment(1);
        backend.providers.watch.late(name);
        let late = ProviderError::Unknown {
            detail: "slower than the others".into(),
        };
        market.missing.push(Missing::Unavailable(late));
    }
    for offer in &mut market.offers {
        match backend.caches.learnt.0.get(&offer.number.e164).await {
            Some(Wanted::Address) => offer.number.needs_address = true,
            Some(Wanted::Documents) if offer.number.documents.is_empty() => {
                offer.number.documents.push(UNNAMED.to_owned());
            }
            Some(Wanted::Documents) | None => {}
        }
    }
    // What the law wants first belongs to the number: one vendor that says so speaks for all.
    let wanting: HashSet<String> = market
        .offers
        .iter()
        .filter(|offer| offer.number.needs_address)
        .map(|offer| offer.number.e164.clone())
        .collect();
    for offer in &mut market.offers {
        offer.number.needs_address |= wanting.contains(&offer.number.e164);
    }
    // A number does what its vendor carries for us, whatever else it could.
    for offer in &mut market.offers {
        let can = &mut offer.number.capabilities;
        let does_write = backend.providers.message(offer.provider).is_some();
        can.sms &= does_write;
        can.mms &= does_write;
        can.voice &= backend.providers.call(offer.provider).is_some();
    }
    market.offers.retain(|offer| {
        let can = offer.number.capabilities;
        (can.sms || !query.sms) && (can.voice || !query.voice)
    });
    // Not in the order in which they happened to answer.
    let order = |name| {
        backend
            .providers
            .numbers
            .iter()
            .position(|vendor| vendor.name() == name)
    };
    market.offers.sort_by_key(|offer| order(offer.provider));
    market
        .kinds
        .sort_by_key(|kind| NumberType::ALL.iter().position(|one| one == kind));
    Ok(market)
}

/// Leaves out what somebody gave back lately. `buyer` may have their own number again, if the vendor still has it.
pub async fn keep_sellable(
    backend: &Backend,
    offers: &mut Vec<Offer>,
    buyer: Option<(ResellerId, UserId)>,
) -> Result<(), Internal> {
    let numbers: Vec<String> = offers.iter().map(|offer| offer.number.e164.clone()).collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let mut tx = backend.begin_system().await?;
    let kept = life::in_quarantine(&mut tx, &numbers, backend.now()).await?;
    tx.commit().await?;
    offers.retain(|offer| {
        let mut kept = kept.iter().filter(|(e164, ..)| *e164 == offer.number.e164);
        kept.all(|(_, reseller, user)| buyer == Some((*reseller, *user)))
    });
    Ok(())
}

struct Answer {
    kinds: Vec<NumberType>,
    offers: Vec<(AvailableNumber, NumberCost)>,
}

async fn ask_one(
    backend: &Backend,
    vendor: &dyn NumberProvider,
    query: &NumberQuery,
    purpose: Purpose,
) -> Result<Answer, ProviderError> {
    let listed = costs(backend, vendor, query.country).await?;
    let mut kinds: Vec<_> = listed.iter().map(|cost| cost.kind).collect();
    let listed = listed.iter().find(|cost| cost.kind == query.kind).copied();
    if vendor.has_price_list() && listed.is_none() {
        let offers = vec![];
        return Ok(Answer { kinds, offers });
    }
    let cache = &backend.caches.number_searches.0;
    let key = (vendor.name(), query.clone());
    let known = match purpose {
        Purpose::List => cache.get(&key).await,
        Purpose::Sale => None,
    };
    let found = match known {
        Some(known) => known,
        None => {
            let found = Arc::new(vendor.search(query).await?);
            if purpose == Purpose::List {
                cache.insert(key, found.clone()).await;
            }
            found
        }
    };
    let mut offers: Vec<_> = found
        .iter()
        .filter_map(|number| Some((number.clone(), number.cost.or(listed)?)))
        .collect();
    if !offers.is_empty() {
        let sheet = regulations(backend, vendor, query.country).await;
        if let Some(law) = sheet.iter().find(|law| law.kind == query.kind) {
            for (number, _) in &mut offers {
                number.needs_address |= law.needs_address;
                number.documents.clone_from(&law.documents);
            }
        }
    }
    if !vendor.has_price_list() && !offers.is_empty() {
        kinds.push(query.kind);
    }
    Ok(Answer { kinds, offers })
}
