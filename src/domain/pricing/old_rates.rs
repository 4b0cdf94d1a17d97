//! Exchange rates nobody has renewed.
//!
//! An old rate goes on pricing: shops that stop selling because a feed stopped lose more than a few percent of drift,
//! and every trace says how old its rate is. Operators are told instead.

use chrono::{DateTime, TimeDelta, Utc};

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, operations::case},
    shared::currency::Currency,
};

/// A rate should be renewed within this time.
pub const RENEWED_WITHIN: TimeDelta = TimeDelta::days(7);

/// A pair whose newest rate is too old.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldRate {
    pub base: Currency,
    pub quote: Currency,
    pub as_of: DateTime<Utc>,
    pub source: String,
}

/// Pairs into the currencies of shops whose newest rate is older than a week.
pub async fn old_rates(backend: &Backend) -> Result<Vec<OldRate>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let old = store::rates::older_than(&mut tx, now - RENEWED_WITHIN, now).await?;
    tx.commit().await?;
    Ok(old)
}

/// The daily look: a case for each old rate, until somebody keeps a new one. Returns how many are old.
pub async fn watch_rates(backend: &Backend) -> Result<usize, Internal> {
    let old = old_rates(backend).await?;
    for rate in &old {
        let summary = format!(
            "The newest rate of {} in {} is of {} ({}). Prices go on using it. Keep a new one: `clouddail rate {} {} \
             RATE --source NAME`.",
            rate.base,
            rate.quote,
            rate.as_of.format("%Y-%m-%d"),
            rate.source,
            rate.base,
            rate.quote,
        );
        let reference = format!("{}/{}", rate.base, rate.quote);
        case::open(backend, None, "rate_old", &reference, &summary).await?;
    }
    Ok(old.len())
}
