//! A member leaves the company.

use serde_json::json;

use super::{remove::take_out, roster::Roster};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
        teams,
    },
};

/// Why the member is still there.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// Removed meanwhile.
    #[error("not in the company")]
    NotFound,
    #[error("the last owner")]
    LastOwner,
    /// Somebody who manages members removes them and names who takes the teams over.
    #[error("leads teams")]
    LeadsTeams { teams: Vec<String> },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(LeaveError);

/// Ends the member's own place; the account stays a customer's.
pub async fn leave(backend: &Backend, member: &Member, origin: &Origin) -> Result<(), LeaveError> {
    let (reseller, organization, user) = (member.reseller(), member.organization(), member.user());
    let now = backend.now();
    let mut tx = backend.begin(member).await?;
    let roster = Roster::lock(&mut tx, reseller, organization).await?;
    let place = roster.place(user).ok_or(LeaveError::NotFound)?;
    if roster.is_last_owner(user) {
        return Err(LeaveError::LastOwner);
    }
    let teams = teams::led_by(&mut tx, reseller, organization, user).await?;
    if !teams.is_empty() {
        return Err(LeaveError::LeadsTeams { teams });
    }
    let freed = take_out(&mut tx, reseller, organization, user, None, now).await?;
    let audit = Audit {
        before: Some(json!({ "role": place.role, "numbers": freed.join(", ") })),
        ..Audit::of("member.left", user, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
