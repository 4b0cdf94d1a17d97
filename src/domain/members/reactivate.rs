//! Lets a deactivated member in again.

use serde_json::json;

use super::{roster::allowed, store::members};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::{ids::UserId, permissions::OrganizationMay},
};

/// Why the member is as they were.
#[derive(Debug, thiserror::Error)]
pub enum ReactivateError {
    /// Whoever asked lost the right meanwhile, or the member is above them.
    #[error("may not manage this member")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReactivateError);

/// With the role and the teams they had.
pub async fn reactivate(
    backend: &Backend,
    member: &Member,
    user: UserId,
    origin: &Origin,
) -> Result<(), ReactivateError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, own) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(ReactivateError::NotAllowed)?;
    let place = roster.place(user).ok_or(ReactivateError::NotFound)?;
    if !own.may_appoint(place.role) {
        return Err(ReactivateError::NotAllowed);
    }
    if !place.is_active {
        members::set_active(&mut tx, reseller, organization, user, true).await?;
        let audit = Audit {
            before: Some(json!({ "state": "deactivated" })),
            after: Some(json!({ "state": "active" })),
            ..Audit::of("member.reactivated", user, origin)
        };
        audit::record(&mut tx, member, now, audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
