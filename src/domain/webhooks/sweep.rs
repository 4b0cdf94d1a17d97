//! The delivery log does not grow for ever.

use chrono::TimeDelta;

use super::store;
use crate::{backend::Backend, domain::error::Internal};

/// How long a delivery can be looked up and replayed.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Forgets old deliveries with their tries. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = store::deliveries::delete_before(&mut tx, backend.now() - KEPT).await?;
    tx.commit().await?;
    Ok(swept)
}
