//! An operator has an event processed again. It is only a reason to ask the gateway, so nothing is credited twice.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Admin,
    },
    shared::ids::WebhookEventId,
};

/// Why nothing is done again.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// No such event.
    #[error("no such event")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReplayError);

/// Forgets what became of the event and enqueues its processing, in one transaction.
pub async fn replay(
    backend: &Backend,
    admin: &Admin,
    id: WebhookEventId,
    origin: &Origin,
) -> Result<(), ReplayError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let before = store::events::set_unprocessed(&mut tx, id)
        .await?
        .ok_or(ReplayError::NotFound)?;
    enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    let mut audit = Audit::of("webhook.replayed", id, origin);
    audit.before = Some(serde_json::json!({ "outcome": before }));
    audit::record_platform(&mut tx, admin, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
