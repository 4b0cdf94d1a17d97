//! Brings an earlier version back.

use super::store::versions;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
        tenancy,
    },
};

/// Why it did not come back.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The shop never published such a version, or it is the published one.
    #[error("no such earlier version")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RestoreError);

/// Publishes a copy of an earlier version, words included, under a new number, which it returns. The draft stays.
pub async fn restore(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    version: i32,
) -> Result<i32, RestoreError> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    versions::lock(&mut tx, scope.reseller()).await?;
    if !versions::is_retired(&mut tx, scope.reseller(), version).await? {
        return Err(RestoreError::NotFound);
    }
    versions::retire(&mut tx, scope.reseller()).await?;
    let (new, words) = versions::publish_copy(&mut tx, scope.reseller(), version, scope.actor(), now).await?;
    let words = words.ok_or_else(|| Internal::broken("a retired version without words"))?;
    let words = serde_json::from_value(words)?;
    tenancy::set_words::set_words(&mut tx, scope, &words, now).await?;
    let audit = Audit {
        before: Some(version.into()),
        ..Audit::of("brand.restored", new, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(new)
}
