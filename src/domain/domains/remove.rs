//! A shop gives a host up.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::ids::DomainId,
};

/// Why it is still there.
#[derive(Debug, thiserror::Error)]
pub enum RemoveDomainError {
    #[error("no such domain")]
    NotFound,
    #[error("the primary domain cannot be removed")]
    IsPrimary,
    #[error("the given host cannot be removed")]
    IsGiven,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RemoveDomainError);

/// Removes the domain. The shop does not answer there any more, at once.
pub async fn remove(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    id: DomainId,
) -> Result<(), RemoveDomainError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    store::lock(&mut tx, reseller).await?;
    let domain = store::find(&mut tx, reseller, id)
        .await?
        .ok_or(RemoveDomainError::NotFound)?;
    if domain.is_primary {
        return Err(RemoveDomainError::IsPrimary);
    }
    if domain.host == backend.hosts.given(&store::slug(&mut tx, reseller).await?) {
        return Err(RemoveDomainError::IsGiven);
    }
    store::delete(&mut tx, reseller, id).await?;
    let audit = Audit {
        before: Some(serde_json::json!({ "host": domain.host, "state": domain.state })),
        ..Audit::of("domain.removed", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
