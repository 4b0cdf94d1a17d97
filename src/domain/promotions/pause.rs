//! Stops a code, and lets it go on.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::ids::PromoId,
};

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum PauseError {
    /// Not a code of this shop.
    #[error("no such code")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PauseError);

/// Pauses the code or lets it go on. Orders placed with it keep their price; a price that was only shown is refused.
pub async fn pause(
    backend: &Backend,
    scope: &impl Scope,
    id: PromoId,
    is_paused: bool,
) -> Result<(), PauseError> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    if !store::set_paused(&mut tx, scope.reseller(), id, is_paused).await? {
        return Err(PauseError::NotFound);
    }
    let audit = Audit {
        action: "promotion.paused",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "is_paused": is_paused })),
        ..Audit::default()
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
