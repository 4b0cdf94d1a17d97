//! Gives a member another role.

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
        teams,
    },
    shared::{
        ids::UserId,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct ChangeRole {
    pub member: UserId,
    pub role: OrganizationRole,
    pub origin: Origin,
}

/// Why the role is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRoleError {
    /// Whoever asked lost the right meanwhile.
    #[error("may not manage members")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    /// Up or down: somebody else does that.
    #[error("one's own role")]
    OwnRole,
    /// The member, or the role, is above whoever asked.
    #[error("above oneself")]
    TooHigh,
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeRoleError);

/// Counts from the member's next request on. Whoever is no manager any more leads no team.
pub async fn change_role(
    backend: &Backend,
    member: &Member,
    change: ChangeRole,
) -> Result<(), ChangeRoleError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, own) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(ChangeRoleError::NotAllowed)?;
    let before = roster.place(change.member).ok_or(ChangeRoleError::NotFound)?.role;
    if change.member == member.user() {
        return Err(ChangeRoleError::OwnRole);
    }
    if !own.may_appoint(before) || !own.may_appoint(change.role) {
        return Err(ChangeRoleError::TooHigh);
    }
    if change.role != OrganizationRole::Owner && roster.is_last_owner(change.member) {
        return Err(ChangeRoleError::LastOwner);
    }
    if before != change.role {
        members::set_role(&mut tx, reseller, organization, change.member, change.role).await?;
        if before == OrganizationRole::Manager {
            teams::hand_on(&mut tx, reseller, organization, change.member, None).await?;
        }
        if !change.role.may(OrganizationMay::ManageMembers) {
            invitations::revoke_of(&mut tx, reseller, organization, change.member, now).await?;
        }
        let audit = Audit {
            before: Some(json!({ "role": before })),
            after: Some(json!({ "role": change.role })),
            ..Audit::of("member.role_changed", change.member, &change.origin)
        };
        audit::record(&mut tx, member, now, audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
