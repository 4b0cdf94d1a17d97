//! A new secret for an endpoint.

use chrono::TimeDelta;

use super::{secret::Secret, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::Manages,
    },
    shared::ids::WebhookEndpointId,
};

/// How long the secret before signs too, so that the receiver can change over without losing an event.
const BOTH: TimeDelta = TimeDelta::days(1);

/// Replaces the secret; the new one is shown once, by `show_secret`. False when there is no such endpoint.
pub async fn rotate(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: WebhookEndpointId,
) -> Result<bool, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let sealed = Secret::new().seal(&backend.seal, reseller, id)?;
    let mut tx = backend.begin(scope).await?;
    let is_there = store::endpoints::set_secret(&mut tx, reseller, id, &sealed, now + BOTH).await?;
    if is_there {
        audit::record(
            &mut tx,
            scope,
            now,
            Audit::of("webhook.secret_replaced", id, origin),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(is_there)
}
