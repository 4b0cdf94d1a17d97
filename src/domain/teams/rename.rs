//! Gives a team another name.

use serde_json::json;

use super::{name, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::TeamId,
};

/// Why the name is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    #[error("no such team")]
    NotFound,
    #[error("no name, or too long a one")]
    Name,
    #[error("there is a team of this name")]
    Taken,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RenameError);

/// The new name counts at once, everywhere.
pub async fn rename(
    backend: &Backend,
    member: &Member,
    id: TeamId,
    text: &str,
    origin: &Origin,
) -> Result<(), RenameError> {
    let name = name(text).ok_or(RenameError::Name)?;
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let before = store::lock(&mut tx, reseller, organization, id)
        .await?
        .ok_or(RenameError::NotFound)?;
    if !store::rename(&mut tx, reseller, organization, id, &name).await? {
        return Err(RenameError::Taken);
    }
    let audit = Audit {
        before: Some(json!({ "name": before })),
        after: Some(json!({ "name": name })),
        ..Audit::of("team.renamed", id, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
