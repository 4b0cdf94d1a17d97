//! Gives a number back to the provider. It costs nothing from then on, and anybody may buy it.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Manages,
        webhooks::{self, Event},
    },
    providers::ProviderError,
    shared::{ids::NumberId, number::NumberState},
};

/// The caller finishes a release itself; the job looks after it when the caller's process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(30);

/// Why the number is still held.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("no such number")]
    NotFound,
    /// The vendor did not say yes. It is asked again until it does.
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReleaseError);

/// Releases the number: `active`, `suspended` or `grace` becomes `released`. One that is released already stays so,
/// and a provider that has it no more is content: the same call again changes nothing.
pub async fn release(backend: &Backend, scope: &impl Manages, id: NumberId) -> Result<(), ReleaseError> {
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    let held = store::lock_held(&mut tx, reseller, id)
        .await?
        .ok_or(ReleaseError::NotFound)?;
    if matches!(held.state, NumberState::Released | NumberState::Quarantined) {
        tx.commit().await?;
        return Ok(());
    }
    let job = Job::ReleaseNumber { reseller, number: id };
    enqueue(&mut tx, &job, backend.now() + JOB_LOOKS_AFTER).await?;
    tx.commit().await?;

    let vendor = backend
        .providers
        .number(&held.provider)
        .ok_or_else(|| Internal::broken(format!("{} is not set up, and has {id}", held.provider)))?;
    vendor
        .release(&held.provider_number_id)
        .await
        .map_err(ReleaseError::Unavailable)?;

    let mut tx = backend.begin(scope).await?;
    if store::set_released(&mut tx, reseller, id, backend.now()).await? {
        webhooks::emit(
            &mut tx,
            scope,
            backend.now(),
            &Event::NumberReleased { number: id },
        )
        .await?;
    }
    tx.commit().await?;
    super::market::forget(backend);
    tracing::info!(reseller_id = %reseller, number_id = %id, "number released");
    Ok(())
}
