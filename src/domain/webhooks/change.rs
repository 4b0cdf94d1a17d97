//! Another address, other events, on or off.

use super::{
    add::{AddEndpointError, NewEndpoint, checked},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{ids::WebhookEndpointId, webhook::EndpointState},
};

/// Why the endpoint stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeEndpointError {
    #[error("no such endpoint")]
    NotFound,
    #[error(transparent)]
    Refused(AddEndpointError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeEndpointError);

/// Changes the endpoint. Turned on again, it starts with a clean slate; turned off, what waits is kept for a replay.
pub async fn change(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: WebhookEndpointId,
    new: &NewEndpoint,
    is_on: bool,
) -> Result<(), ChangeEndpointError> {
    let events = match checked(backend, new).await {
        Ok(events) => events,
        Err(AddEndpointError::Internal(error)) => return Err(ChangeEndpointError::Internal(error)),
        Err(refused) => return Err(ChangeEndpointError::Refused(refused)),
    };
    let state = if is_on {
        EndpointState::Active
    } else {
        EndpointState::Off
    };
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let before = store::endpoints::find(&mut tx, reseller, id)
        .await?
        .ok_or(ChangeEndpointError::NotFound)?;
    store::endpoints::update(&mut tx, reseller, id, new.url.trim(), &events, state).await?;
    let audit = Audit {
        before: Some(serde_json::json!({
            "url": before.url, "events": before.events, "state": before.state.as_str(),
        })),
        after: Some(serde_json::json!({ "url": new.url.trim(), "events": events, "state": state.as_str() })),
        ..Audit::of("webhook.changed", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
