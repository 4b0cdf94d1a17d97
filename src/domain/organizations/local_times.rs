//! Moments as a company's own clock showed them.

use chrono::{DateTime, Utc};

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
};

/// Each as `2026-11-12 14:05:00` in the time zone, in the same order.
pub async fn local_times(
    backend: &Backend,
    scope: &impl Scope,
    zone: &str,
    times: &[DateTime<Utc>],
) -> Result<Vec<String>, Internal> {
    if times.is_empty() {
        return Ok(vec![]);
    }
    let mut tx = backend.begin(scope).await?;
    let found = store::local_times(&mut tx, zone, times).await?;
    tx.commit().await?;
    Ok(found)
}
