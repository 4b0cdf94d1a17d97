//! Makes the draft what everybody sees.

use super::{
    edit::{self, EditError},
    store::versions,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
        tenancy,
    },
};

/// Why it was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The draft is not the one that was looked at.
    #[error("the draft was changed meanwhile")]
    Stale,
    /// There is no draft.
    #[error("nothing to publish")]
    NothingToPublish,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PublishError);

/// Publishes the draft with its words under a new version, which it returns.
pub async fn publish(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
) -> Result<i32, PublishError> {
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    let draft = match edit::open(&mut tx, scope, revision).await {
        Ok(draft) if draft.is_draft => draft,
        Ok(_) => return Err(PublishError::NothingToPublish),
        Err(EditError::Stale) => return Err(PublishError::Stale),
        Err(EditError::Internal(error)) => return Err(PublishError::Internal(error)),
    };
    versions::retire(&mut tx, scope.reseller()).await?;
    let version = versions::publish_draft(&mut tx, scope.reseller(), scope.actor(), now).await?;
    tenancy::set_words::set_words(&mut tx, scope, &draft.words, now).await?;
    let audit = Audit {
        after: Some(serde_json::to_value(draft.tokens)?),
        ..Audit::of("brand.published", version, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(version)
}
