//! Writes down an exchange rate.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Operates,
    },
    shared::currency::Currency,
};

const SOURCE_MAX: usize = 80;
/// As many digits as the database keeps.
const SCALE_MAX: u32 = 10;
const RATE_LIMIT: i64 = 10_000_000_000;

/// A rate with its provenance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetRate {
    pub base: Currency,
    pub quote: Currency,
    /// `quote` units per unit of `base`.
    pub rate: Decimal,
    /// When the source stated it; not in the future.
    pub as_of: DateTime<Utc>,
    /// Who stated it: `European Central Bank`.
    pub source: String,
}

/// Why the rate was not kept. Prices stay as they were.
#[derive(Debug, thiserror::Error)]
pub enum SetRateError {
    #[error("a rate is between two currencies")]
    SameCurrency,
    #[error("a rate is above zero, below ten billion, with at most ten decimals")]
    Rate,
    #[error("a rate's moment is not in the future")]
    Future,
    #[error("a source has 1 to 80 characters")]
    Source,
    /// Rates are never overwritten: an order may have been priced with it.
    #[error("another rate of that moment is kept already")]
    Taken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetRateError);

/// Keeps the rate; the newest of a pair prices what is quoted from now on. Orders and live quotes keep theirs.
pub async fn set_rate(
    backend: &Backend,
    operator: &impl Operates,
    request: SetRate,
) -> Result<(), SetRateError> {
    let now = backend.now();
    check(&request, now)?;
    let mut tx = backend.begin_system().await?;
    if !store::rates::insert(&mut tx, &request).await? {
        return Err(SetRateError::Taken);
    }
    let audit = Audit {
        action: "fx_rate.set",
        entity: format!("{}/{}", request.base, request.quote),
        after: Some(serde_json::to_value(&request)?),
        ..Audit::default()
    };
    audit::record_platform(&mut tx, operator, now, audit).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}

fn check(request: &SetRate, now: DateTime<Utc>) -> Result<(), SetRateError> {
    let rate = request.rate;
    if request.base == request.quote {
        return Err(SetRateError::SameCurrency);
    }
    if rate <= Decimal::ZERO || rate >= Decimal::from(RATE_LIMIT) || rate.normalize().scale() > SCALE_MAX {
        return Err(SetRateError::Rate);
    }
    if request.as_of > now {
        return Err(SetRateError::Future);
    }
    if request.source.trim().is_empty() || request.source.chars().count() > SOURCE_MAX {
        return Err(SetRateError::Source);
    }
    Ok(())
}
