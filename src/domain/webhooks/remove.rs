//! An endpoint goes, with its deliveries.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::Manages,
    },
    shared::ids::WebhookEndpointId,
};

/// Removes the endpoint and its log. False when there is none.
pub async fn remove(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: WebhookEndpointId,
) -> Result<bool, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let Some(url) = store::endpoints::delete(&mut tx, reseller, id).await? else {
        return Ok(false);
    };
    let audit = Audit {
        before: Some(serde_json::json!({ "url": url })),
        ..Audit::of("webhook.removed", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(true)
}
