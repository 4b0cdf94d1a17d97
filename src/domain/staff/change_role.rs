//! Gives a member another role.

use serde_json::json;

use super::{
    roster::managed,
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::{
        ids::UserId,
        permissions::{StaffMay, StaffRole},
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct ChangeRole {
    pub member: UserId,
    pub role: StaffRole,
    pub origin: Origin,
}

/// Why the role is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeRoleError {
    /// Whoever asked lost the right meanwhile.
    #[error("may not manage staff")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    /// Up or down: another owner does that.
    #[error("one's own role")]
    OwnRole,
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeRoleError);

/// Counts from the member's next request on.
pub async fn change_role(
    backend: &Backend,
    staff: &Staff,
    change: ChangeRole,
) -> Result<(), ChangeRoleError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let roster = managed(&mut tx, staff)
        .await?
        .ok_or(ChangeRoleError::NotAllowed)?;
    let before = roster.role(change.member).ok_or(ChangeRoleError::NotFound)?;
    if change.member == staff.user() {
        return Err(ChangeRoleError::OwnRole);
    }
    if change.role != StaffRole::Owner && roster.is_last_owner(change.member) {
        return Err(ChangeRoleError::LastOwner);
    }
    if before != change.role {
        members::set_role(&mut tx, reseller, change.member, change.role).await?;
        if !change.role.may(StaffMay::ManageStaff) {
            invitations::revoke_of(&mut tx, reseller, change.member, now).await?;
        }
        let audit = Audit {
            before: Some(json!({ "role": before })),
            after: Some(json!({ "role": change.role })),
            ..Audit::of("staff.role_changed", change.member, &change.origin)
        };
        audit::record(&mut tx, staff, now, audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
