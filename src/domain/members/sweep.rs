//! Invitations to a company that are over are not kept: they are addresses of people.

use chrono::TimeDelta;

use super::store;
use crate::{backend::Backend, domain::error::Internal};

/// Who follows an old link is told so long what became of it.
const KEPT: TimeDelta = TimeDelta::days(30);

/// Forgets invitations that were accepted, taken back or ran out a month ago, of all shops. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = store::invitations::delete_before(&mut tx, backend.now() - KEPT).await?;
    tx.commit().await?;
    Ok(swept)
}
