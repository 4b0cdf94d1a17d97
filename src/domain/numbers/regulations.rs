//! What the law wants of who uses a number, by the vendor's sheet: kept for six hours, and the last known one for as long
//! as the vendor does not answer.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use moka::future::Cache;

use crate::{
    backend::Backend,
    providers::numbers::{NumberProvider, Regulation},
    shared::place::CountryCode,
};

/// Laws change a few times a year.
const FRESH: TimeDelta = TimeDelta::hours(6);
/// When a vendor that did not answer is asked again.
const AGAIN: TimeDelta = TimeDelta::minutes(1);
/// The last known sheet serves that long.
const KEPT: Duration = Duration::from_secs(7 * 86_400);

#[derive(Clone)]
struct Known {
    until: DateTime<Utc>,
    sheet: Arc<Vec<Regulation>>,
}

/// Sheets by vendor and country.
pub struct RegulationCache(Cache<(&'static str, CountryCode), Known>);

impl Default for RegulationCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(600).time_to_live(KEPT).build())
    }
}

/// The vendor's sheet of the country. A vendor that does not answer keeps nobody from buying what its search says can be
/// bought: the last known sheet is taken, or none.
pub async fn regulations(
    backend: &Backend,
    vendor: &dyn NumberProvider,
    country: CountryCode,
) -> Arc<Vec<Regulation>> {
    let cache = &backend.caches.regulations.0;
    let (key, now) = ((vendor.name(), country), backend.now());
    let known = cache.get(&key).await;
    if let Some(known) = &known
        && now < known.until
    {
        return known.sheet.clone();
    }
    let (until, sheet) = match vendor.regulations(country).await {
        Ok(sheet) => (now + FRESH, Arc::new(sheet)),
        Err(error) => {
            tracing::warn!(provider = vendor.name(), %country, %error, "its regulations cannot be read; the last known are used");
            (now + AGAIN, known.map(|known| known.sheet).unwrap_or_default())
        }
    };
    cache
        .insert(
            key,
            Known {
                until,
                sheet: sheet.clone(),
            },
        )
        .await;
    sheet
}
