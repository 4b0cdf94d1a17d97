//! Which host a shop's links name, and where its other hosts lead.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{ids::DomainId, shop_domain::DomainState},
};

/// Why the primary host stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum MakePrimaryError {
    #[error("no such domain")]
    NotFound,
    #[error("the domain is not verified, or does not point here any more")]
    NotVerified,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(MakePrimaryError);

/// Makes a verified domain the primary one.
pub async fn make_primary(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: DomainId,
) -> Result<(), MakePrimaryError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    store::lock(&mut tx, reseller).await?;
    let domain = store::find(&mut tx, reseller, id)
        .await?
        .ok_or(MakePrimaryError::NotFound)?;
    if domain.state != DomainState::Verified || domain.failing_since.is_some() {
        return Err(MakePrimaryError::NotVerified);
    }
    store::clear_primary(&mut tx, reseller).await?;
    store::set_primary(&mut tx, reseller, id).await?;
    let audit = Audit {
        after: Some(serde_json::json!({ "host": domain.host })),
        ..Audit::of("domain.made_primary", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
