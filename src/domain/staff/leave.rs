//! A member leaves.

use serde_json::json;

use super::{remove::take_off, roster::Roster};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
};

/// Why the member is still there.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// An operator's look into the shop does not end somebody's place in it.
    #[error("an operator inside")]
    Entered,
    /// Removed meanwhile.
    #[error("not on the staff")]
    NotFound,
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(LeaveError);

/// Ends the member's own place; the account stays a customer's.
pub async fn leave(backend: &Backend, staff: &Staff, origin: &Origin) -> Result<(), LeaveError> {
    if staff.is_entered() {
        return Err(LeaveError::Entered);
    }
    let (reseller, user, now) = (staff.reseller(), staff.user(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let roster = Roster::lock(&mut tx, reseller).await?;
    let role = roster.role(user).ok_or(LeaveError::NotFound)?;
    if roster.is_last_owner(user) {
        return Err(LeaveError::LastOwner);
    }
    take_off(&mut tx, reseller, user, now).await?;
    let audit = Audit {
        before: Some(json!({ "role": role })),
        ..Audit::of("staff.left", user, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
