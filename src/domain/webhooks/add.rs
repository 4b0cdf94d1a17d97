//! A new endpoint, and what one may look like.

use super::{secret::Secret, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    providers::webhooks::UrlError,
    shared::{ids::WebhookEndpointId, webhook::EventKind},
};

/// Endpoints one shop may have.
pub(super) const ENDPOINTS_MAX: i64 = 10;
const URL_MAX: usize = 500;

/// Where to send what.
#[derive(Debug, Clone)]
pub struct NewEndpoint {
    pub url: String,
    /// Kinds of events; at least one.
    pub events: Vec<String>,
}

/// Why there is no such endpoint.
#[derive(Debug, thiserror::Error)]
pub enum AddEndpointError {
    #[error(transparent)]
    Url(UrlError),
    #[error("an address is at most 500 characters long")]
    UrlTooLong,
    #[error("no event, or one that does not exist")]
    Events,
    #[error("a shop has at most ten endpoints")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddEndpointError);

/// Adds an endpoint. Its secret is shown once, by `show_secret`.
pub async fn add(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    new: &NewEndpoint,
) -> Result<WebhookEndpointId, AddEndpointError> {
    let events = checked(backend, new).await?;
    let (reseller, now) = (scope.reseller(), backend.now());
    let id = WebhookEndpointId::new();
    let sealed = Secret::new().seal(&backend.seal, reseller, id)?;
    let mut tx = backend.begin(scope).await?;
    store::endpoints::lock(&mut tx, reseller).await?;
    if store::endpoints::count(&mut tx, reseller).await? >= ENDPOINTS_MAX {
        return Err(AddEndpointError::TooMany);
    }
    store::endpoints::insert(&mut tx, reseller, id, new.url.trim(), &events, &sealed, now).await?;
    let audit = Audit {
        after: Some(serde_json::json!({ "url": new.url.trim(), "events": events })),
        ..Audit::of("webhook.added", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}

/// The events, in their own order, once the address may be called.
pub(super) async fn checked(backend: &Backend, new: &NewEndpoint) -> Result<Vec<String>, AddEndpointError> {
    let url = new.url.trim();
    if url.len() > URL_MAX {
        return Err(AddEndpointError::UrlTooLong);
    }
    if new.events.is_empty() || new.events.iter().any(|event| EventKind::parse(event).is_none()) {
        return Err(AddEndpointError::Events);
    }
    backend
        .providers
        .webhooks
        .may_call(url)
        .await
        .map_err(AddEndpointError::Url)?;
    let chosen = EventKind::CHOICES.into_iter().map(EventKind::as_str);
    Ok(chosen
        .filter(|kind| new.events.iter().any(|event| event == kind))
        .map(str::to_owned)
        .collect())
}
