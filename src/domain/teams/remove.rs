//! Removes a team nobody is in.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::TeamId,
};

/// Why the team is still there.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error("no such team")]
    NotFound,
    /// Employees, also those who left, or an invitation to lead it.
    #[error("the team is in use")]
    InUse,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RemoveError);

/// With what its managers are there.
pub async fn remove(
    backend: &Backend,
    member: &Member,
    id: TeamId,
    origin: &Origin,
) -> Result<(), RemoveError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let name = store::lock(&mut tx, reseller, organization, id)
        .await?
        .ok_or(RemoveError::NotFound)?;
    if store::is_in_use(&mut tx, reseller, organization, id).await? {
        return Err(RemoveError::InUse);
    }
    store::delete(&mut tx, reseller, organization, id).await?;
    let audit = Audit {
        before: Some(json!({ "name": name })),
        ..Audit::of("team.removed", id, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
