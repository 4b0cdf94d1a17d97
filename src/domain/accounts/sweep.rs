//! Attempts that no longer count are not kept: they are addresses of people and of their networks.

use super::{store::attempts, throttle};
use crate::{backend::Backend, domain::error::Internal};

/// Forgets the attempts that no limit counts any more, of all shops. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = attempts::delete_before(&mut tx, backend.now() - throttle::LONGEST).await?;
    tx.commit().await?;
    Ok(swept)
}
