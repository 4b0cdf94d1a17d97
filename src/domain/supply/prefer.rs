//! Says which vendor of numbers comes first in a country, or that it is not asked there.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin, record_platform},
        error::{Internal, with_internal},
        numbers,
        scope::Operates,
    },
    shared::{
        place::CountryCode,
        supply::{Preference, Priority},
    },
};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PreferError {
    /// No such vendor of numbers.
    #[error("no such vendor")]
    NotFound,
    #[error("a rank is a number from 1 to 9")]
    Rank,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PreferError);

/// Sets the vendor's place in a country, or in every country that has none of its own; `None` takes it away. The same
/// again changes nothing.
pub async fn prefer(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
    country: Option<CountryCode>,
    preference: Option<Preference>,
) -> Result<(), PreferError> {
    if matches!(preference, Some(Preference::Rank(rank)) if !(1..=9).contains(&rank)) {
        return Err(PreferError::Rank);
    }
    let now = backend.now();
    let place = country.map(|country| country.to_string()).unwrap_or_default();
    let mut tx = backend.begin_system().await?;
    if store::lock_kind(&mut tx, provider).await?.as_deref() != Some("numbers") {
        return Err(PreferError::NotFound);
    }
    let before = store::priorities(&mut tx)
        .await?
        .into_iter()
        .find(|row| row.provider == provider && row.country == place)
        .map(|row| preference_of(row.rank));
    if before != preference {
        match preference {
            Some(preference) => {
                let rank = match preference {
                    Preference::Rank(rank) => Some(rank),
                    Preference::NotAsked => None,
                };
                store::put_priority(&mut tx, provider, &place, rank, by.operator(), now).await?;
            }
            None => store::forget_priority(&mut tx, provider, &place).await?,
        }
        let audit = Audit {
            before: Some(json!({ "country": place, "preference": before })),
            after: Some(json!({ "country": place, "preference": preference })),
            ..Audit::of("provider.preferred", provider, origin)
        };
        record_platform(&mut tx, by, now, audit).await?;
    }
    tx.commit().await?;
    backend.caches.ranks.0.invalidate_all();
    numbers::market::forget(backend);
    Ok(())
}

/// The vendor's places, every country first.
pub(super) async fn priorities(backend: &Backend, provider: &str) -> Result<Vec<Priority>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::priorities(&mut tx).await?;
    tx.commit().await?;
    rows.into_iter()
        .filter(|row| row.provider == provider)
        .map(|row| {
            Ok(Priority {
                country: match row.country.as_str() {
                    "" => None,
                    code => Some(crate::domain::place::country(code.parse()?)),
                },
                preference: preference_of(row.rank),
            })
        })
        .collect()
}

fn preference_of(rank: Option<i16>) -> Preference {
    rank.map_or(Preference::NotAsked, Preference::Rank)
}
