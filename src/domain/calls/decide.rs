//! An operator says what became of a call whose carrier never told.

use super::{
    advance::{CLOCKS_DIFFER, rings},
    settle::fail,
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::Refusal,
    shared::{call::CallState, ids::CallId},
};

/// Why it stays open.
#[derive(Debug, thiserror::Error)]
pub enum DecideCallError {
    #[error("there is no such call")]
    NotFound,
    /// The carrier answered meanwhile.
    #[error("it is {} already", .0.as_str())]
    Ended(CallState),
    /// The carrier has one like it.
    #[error("the carrier has it as {0}: settle it as sent")]
    There(String),
    #[error("the carrier has no call between these phones as {0}")]
    NotThere(String),
    #[error("{0} is another call here")]
    Taken(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DecideCallError);

/// `rang` is the carrier's id of it; `None` when it never rang. The carrier is asked once more: its word wins over the
/// operator's, its silence does not. What it cost the carrier says when it is concluded.
pub async fn decide(
    backend: &Backend,
    system: &System,
    id: CallId,
    rang: Option<&str>,
) -> Result<(), DecideCallError> {
    let mut tx = backend.begin(system).await?;
    let call = store::lock(&mut tx, system.reseller(), id)
        .await?
        .ok_or(DecideCallError::NotFound)?;
    tx.commit().await?;
    if call.state != CallState::Unknown {
        return Err(DecideCallError::Ended(call.state));
    }
    let asked_at = call.submitted_at.unwrap_or(call.created_at);
    let phone = call.phone.as_deref().unwrap_or_default();
    let provider = call.provider.as_str();
    let found: Option<Vec<String>> = match backend.providers.call(provider) {
        Some(vendor) => vendor
            .find_calls(&call.number, phone, asked_at - CLOCKS_DIFFER)
            .await
            .ok()
            .map(|found| found.into_iter().map(|one| one.provider_id).collect()),
        None => None,
    };
    let mut tx = backend.begin(system).await?;
    match (rang, &found) {
        (Some(rang), Some(found)) if !found.iter().any(|one| one == rang) => {
            return Err(DecideCallError::NotThere(rang.to_owned()));
        }
        (None, Some(found)) => {
            if let Some(at) = store::first_free(&mut tx, provider, found).await? {
                return Err(DecideCallError::There(found[at].clone()));
            }
        }
        _ => {}
    }
    let Some(rang) = rang else {
        tx.commit().await?;
        let refusal = Refusal::Other {
            code: "not_received".into(),
            detail: "an operator looked".into(),
        };
        return match fail(backend, system, id, &refusal).await? {
            CallState::Failed => Ok(()),
            other => Err(DecideCallError::Ended(other)),
        };
    };
    let ids = [rang.to_owned()];
    if store::first_free(&mut tx, provider, &ids).await?.is_none() {
        return Err(DecideCallError::Taken(rang.to_owned()));
    }
    tx.commit().await?;
    rings(backend, system, id, rang, true).await?;
    let mut tx = backend.begin(system).await?;
    let job = Job::ConcludeCall {
        reseller: system.reseller(),
        call: id,
    };
    enqueue(&mut tx, &job, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}
