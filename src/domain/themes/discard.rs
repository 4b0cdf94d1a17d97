//! Throws the draft away.

use super::{
    edit::{self, EditError},
    store::versions,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        scope::Manages,
    },
};

/// Deletes the draft that was looked at; what is published stays. Without a draft nothing happens.
pub async fn discard(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
) -> Result<(), EditError> {
    let mut tx = backend.begin(scope).await?;
    let draft = edit::open(&mut tx, scope, revision).await?;
    if draft.is_draft {
        versions::delete_draft(&mut tx, scope.reseller()).await?;
        let audit = Audit {
            before: Some(serde_json::to_value(draft.tokens)?),
            ..Audit::of("brand.draft_discarded", "draft", origin)
        };
        audit::record(&mut tx, scope, backend.now(), audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
