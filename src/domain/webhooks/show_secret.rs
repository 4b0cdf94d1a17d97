//! The one look at a new secret.

use super::{secret::Secret, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::ids::WebhookEndpointId,
};

/// The secret, for whoever comes first; `None` from then on.
pub async fn show_secret(
    backend: &Backend,
    scope: &impl Manages,
    id: WebhookEndpointId,
) -> Result<Option<String>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    let sealed = store::endpoints::take_unseen_secret(&mut tx, reseller, id).await?;
    let secret = sealed
        .map(|sealed| Secret::open(&backend.seal, reseller, id, &sealed))
        .transpose()?;
    tx.commit().await?;
    Ok(secret.map(|secret| secret.reveal()))
}
