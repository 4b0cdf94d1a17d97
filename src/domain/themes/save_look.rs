//! Changes the colours and shapes of the draft.

use super::{
    edit::{self, EditError},
    tokens::ThemeTokens,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin},
        scope::Manages,
    },
};

/// Saves them; the first change makes the draft. `revision` is of the draft that was seen.
pub async fn save_look(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
    tokens: ThemeTokens,
) -> Result<(), EditError> {
    let mut tx = backend.begin(scope).await?;
    let mut draft = edit::open(&mut tx, scope, revision).await?;
    let audit = Audit {
        before: Some(serde_json::to_value(draft.tokens)?),
        after: Some(serde_json::to_value(tokens)?),
        ..Audit::of("brand.look_saved", "draft", origin)
    };
    draft.tokens = tokens;
    edit::save(&mut tx, scope, backend.now(), &draft, audit).await?;
    tx.commit().await?;
    Ok(())
}
