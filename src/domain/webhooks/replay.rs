//! An event once more, under its old id.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Manages,
    },
    shared::{
        ids::DeliveryId,
        webhook::{DeliveryState, EndpointState},
    },
};

/// Why it is not sent again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    #[error("no such delivery")]
    NotFound,
    #[error("the endpoint is off")]
    Off,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReplayError);

/// Sends the event again at once. One that waits for its next try is tried now.
pub async fn replay(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: DeliveryId,
) -> Result<(), ReplayError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let delivery = store::deliveries::lock(&mut tx, reseller, id)
        .await?
        .ok_or(ReplayError::NotFound)?;
    if delivery.endpoint_state != EndpointState::Active {
        return Err(ReplayError::Off);
    }
    store::deliveries::set(&mut tx, reseller, id, DeliveryState::Waiting, 0, Some(now), None).await?;
    enqueue(
        &mut tx,
        &Job::DeliverWebhook {
            reseller,
            delivery: id,
        },
        now,
    )
    .await?;
    audit::record(&mut tx, scope, now, Audit::of("webhook.replayed", id, origin)).await?;
    tx.commit().await?;
    Ok(())
}
