//! Says whether a manager leads a team.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::{TeamId, UserId},
};

/// A filled-in form.
#[derive(Debug)]
pub struct SetManager {
    pub team: TeamId,
    pub manager: UserId,
    pub leads: bool,
    pub origin: Origin,
}

/// Why it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SetManagerError {
    #[error("no such team")]
    NotFound,
    /// Not an active manager of this company.
    #[error("nobody who leads teams")]
    NoManager,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetManagerError);

/// Counts from the manager's next request on.
pub async fn set_manager(backend: &Backend, member: &Member, set: SetManager) -> Result<(), SetManagerError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    store::hold_company(&mut tx, reseller, organization).await?;
    let team = store::lock(&mut tx, reseller, organization, set.team)
        .await?
        .ok_or(SetManagerError::NotFound)?;
    let managers = store::managers(&mut tx, reseller, organization).await?;
    if !managers.iter().any(|one| one.id == set.manager) {
        return Err(SetManagerError::NoManager);
    }
    if set.leads {
        store::lead(&mut tx, reseller, organization, set.team, set.manager).await?;
    } else {
        store::lead_no_more(&mut tx, reseller, organization, set.team, set.manager).await?;
    }
    let action = if set.leads {
        "team.manager_named"
    } else {
        "team.manager_released"
    };
    let audit = Audit {
        after: Some(json!({ "team": team })),
        ..Audit::of(action, set.manager, &set.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
