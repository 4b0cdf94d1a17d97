//! An event by hand, to see that an endpoint takes them.

use super::{Event, store};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Manages,
    },
    shared::{
        ids::{DeliveryId, WebhookEndpointId},
        webhook::{EndpointState, EventKind},
    },
};

/// Tests of one endpoint under way at a time.
const WAITING_MAX: i64 = 5;

/// Why nothing was sent.
#[derive(Debug, thiserror::Error)]
pub enum SendTestError {
    #[error("no such endpoint")]
    NotFound,
    #[error("the endpoint is off")]
    Off,
    #[error("five tests are under way")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SendTestError);

/// Sends a `test` event to this endpoint, whatever it chose to hear.
pub async fn send_test(
    backend: &Backend,
    scope: &impl Manages,
    id: WebhookEndpointId,
) -> Result<DeliveryId, SendTestError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let endpoint = store::endpoints::find(&mut tx, reseller, id)
        .await?
        .ok_or(SendTestError::NotFound)?;
    if endpoint.state != EndpointState::Active {
        return Err(SendTestError::Off);
    }
    let kind = EventKind::Test.as_str();
    if store::deliveries::count_waiting(&mut tx, reseller, id, kind).await? >= WAITING_MAX {
        return Err(SendTestError::TooMany);
    }
    let delivery = DeliveryId::new();
    store::deliveries::insert(&mut tx, reseller, delivery, id, kind, &Event::Test.body(now), now).await?;
    enqueue(&mut tx, &Job::DeliverWebhook { reseller, delivery }, now).await?;
    tx.commit().await?;
    Ok(delivery)
}
