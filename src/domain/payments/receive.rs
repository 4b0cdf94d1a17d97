//! Takes an event from a vendor: signature on the raw bytes, stored under the vendor's id, a job, and no more.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
    },
    providers::payments::WebhookError,
};

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It does not prove that it comes from the vendor, or cannot be read. Nothing was stored.
    #[error(transparent)]
    Rejected(WebhookError),
    /// No such vendor sends us events.
    #[error("unknown provider")]
    NoSuchProvider,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReceiveError);

/// Stores the event once, however often it is delivered, and enqueues its processing in the same transaction.
pub async fn receive(
    backend: &Backend,
    provider: &str,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
    let vendor = &backend.providers.payments;
    if provider != vendor.name() {
        return Err(ReceiveError::NoSuchProvider);
    }
    let event = vendor.read_webhook(header, body).map_err(|error| {
        metrics::counter!("webhooks_rejected_total", "provider" => vendor.name()).increment(1);
        ReceiveError::Rejected(error)
    })?;
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    if let Some(id) = store::insert_event(&mut tx, provider, &event.event_id, body, now).await? {
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}
