//! Keeps a member out, without letting go of what they are.

use serde_json::json;

use super::{
    roster::allowed,
    store::{invitations, members},
};
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
pub enum DeactivateError {
    /// Whoever asked lost the right meanwhile.
    #[error("may not manage members")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    #[error("oneself")]
    Oneself,
    /// The member is above whoever asked.
    #[error("above oneself")]
    TooHigh,
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DeactivateError);

/// The company is closed to the member from their next request on. Role and teams stay, for when they come back.
pub async fn deactivate(
    backend: &Backend,
    member: &Member,
    user: UserId,
    origin: &Origin,
) -> Result<(), DeactivateError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, own) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(DeactivateError::NotAllowed)?;
    let place = roster.place(user).ok_or(DeactivateError::NotFound)?;
    if user == member.user() {
        return Err(DeactivateError::Oneself);
    }
    if !own.may_appoint(place.role) {
        return Err(DeactivateError::TooHigh);
    }
    if roster.is_last_owner(user) {
        return Err(DeactivateError::LastOwner);
    }
    if place.is_active {
        members::set_active(&mut tx, reseller, organization, user, false).await?;
        invitations::revoke_of(&mut tx, reseller, organization, user, now).await?;
        let audit = Audit {
            before: Some(json!({ "state": "active" })),
            after: Some(json!({ "state": "deactivated" })),
            ..Audit::of("member.deactivated", user, origin)
        };
        audit::record(&mut tx, member, now, audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
