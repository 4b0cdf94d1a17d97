//! Forgets old answers.

use chrono::TimeDelta;

use super::store;
use crate::{backend::Backend, domain::error::Internal};

/// How long the same key gets the same answer, at least.
pub const KEPT: TimeDelta = TimeDelta::hours(24);

/// Removes idempotency keys older than a day. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = store::claims::sweep(&mut tx, backend.now() - KEPT).await?;
    tx.commit().await?;
    Ok(swept)
}
