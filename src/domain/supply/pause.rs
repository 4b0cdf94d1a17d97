//! Stops and resumes new sales of a vendor.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin, record_platform},
        error::{Internal, with_internal},
        numbers,
        scope::Operates,
    },
};

/// Longest reason, in characters.
const REASON_MAX: usize = 300;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PauseError {
    #[error("no such vendor")]
    NotFound,
    #[error("a reason of 3 to 300 characters is needed")]
    Reason,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PauseError);

/// No new sales from now on; what was sold is finished and asked about. A vendor that is paused stays so, with the new
/// reason.
pub async fn pause(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
    reason: &str,
) -> Result<(), PauseError> {
    let reason = reason.trim();
    if !(3..=REASON_MAX).contains(&reason.chars().count()) {
        return Err(PauseError::Reason);
    }
    set(backend, by, origin, provider, Some(reason)).await
}

/// New sales again. One that is not paused stays as it is.
pub async fn resume(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
) -> Result<(), PauseError> {
    set(backend, by, origin, provider, None).await
}

async fn set(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    provider: &str,
    reason: Option<&str>,
) -> Result<(), PauseError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let before = store::lock_pause(&mut tx, provider)
        .await?
        .ok_or(PauseError::NotFound)?;
    if before != reason.unwrap_or_default() {
        store::set_pause(&mut tx, provider, reason, by.operator(), now).await?;
        let action = if reason.is_some() {
            "provider.paused"
        } else {
            "provider.resumed"
        };
        let audit = Audit {
            before: Some(json!({ "reason": before })),
            after: Some(json!({ "reason": reason })),
            ..Audit::of(action, provider, origin)
        };
        record_platform(&mut tx, by, now, audit).await?;
    }
    tx.commit().await?;
    backend.caches.paused.0.invalidate(provider).await;
    backend.caches.catalogues.clear();
    numbers::market::forget(backend);
    Ok(())
}
