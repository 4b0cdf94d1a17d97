//! Files nobody used are not kept: their text is people's names and addresses.

use chrono::TimeDelta;

use crate::{
    backend::Backend,
    domain::{employees::store, error::Internal},
};

/// How long a file waits for its use, at least.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Forgets the files that waited too long, of all companies. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = store::forget_waiting_since(&mut tx, backend.now() - KEPT).await?;
    tx.commit().await?;
    Ok(swept)
}
