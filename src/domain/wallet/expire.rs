//! The regular look for credit whose time is over.

use super::{grant, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::System},
};

/// Credits taken back by one run; the next goes on.
const RUN_MAX: i64 = 1_000;

/// Posts the expiry of every credit whose time is over. Returns how many.
pub async fn expire(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let over = store::expired_buckets(&mut tx, now, RUN_MAX).await?;
    tx.commit().await?;
    let mut expired = 0;
    for (reseller, wallet) in over {
        let system = System::of(reseller, "credit expiry");
        let mut tx = backend.begin(&system).await?;
        let left = grant::expire(&mut tx, &system, now, wallet)
            .await
            .map_err(|error| Internal::broken(format!("expiry of {wallet}: {error}")))?;
        tx.commit().await?;
        expired += usize::from(left.is_some());
    }
    Ok(expired)
}
