//! Files nobody applied are not kept.

use crate::{
    backend::Backend,
    domain::{error::Internal, pricing::store},
};

/// Forgets the files that expired, of all shops. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let mut tx = backend.begin_system().await?;
    let swept = store::sheets::forget_expired(&mut tx, backend.now()).await?;
    tx.commit().await?;
    Ok(swept)
}
