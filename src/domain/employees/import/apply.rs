//! Uses a kept file.

use serde_json::json;

use super::plan::plan;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        employees::store,
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::ImportId,
};

/// Why nobody was entered.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Another company's or somebody else's.
    #[error("no such file")]
    NotFound,
    #[error("no row can be taken")]
    NothingToAdd,
    #[error("the company would have too many employees")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ApplyError);

/// Enters the rows that can be taken and keeps why the others cannot. Used before, it does nothing.
pub async fn apply(
    backend: &Backend,
    member: &Member,
    id: ImportId,
    origin: &Origin,
) -> Result<(), ApplyError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    store::hold_import(&mut tx, reseller, organization, id).await?;
    let kept = store::kept(&mut tx, reseller, organization, id, member.user())
        .await?
        .ok_or(ApplyError::NotFound)?;
    let Some(text) = kept.text else { return Ok(()) };
    let plan = plan(&mut tx, member, &text, now).await?;
    if plan.good.is_empty() {
        return Err(ApplyError::NothingToAdd);
    }
    if plan.is_too_many {
        return Err(ApplyError::TooMany);
    }
    let rows: Vec<_> = plan.good.into_iter().map(|(_, details)| details).collect();
    let added = store::insert_all(&mut tx, reseller, organization, &rows, now).await?;
    store::finish(&mut tx, reseller, organization, id, added, &plan.refused, now).await?;
    let audit = Audit {
        after: Some(json!({ "added": added, "refused": plan.refused.len() })),
        ..Audit::of("employees.imported", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
