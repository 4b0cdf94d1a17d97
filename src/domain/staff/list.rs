//! Everybody on the staff, and who is invited.

use super::{
    OPEN_MAX,
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{permissions::StaffMay, staff::StaffView},
};

/// Invitations shown: the open ones, and expired ones nobody took back.
const SHOWN_MAX: i64 = OPEN_MAX * 2;

/// The staff as one of them sees it.
pub async fn list(backend: &Backend, staff: &Staff) -> Result<StaffView, Internal> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let members = members::list(&mut tx, reseller, staff.user(), now).await?;
    let invitations = invitations::list_open(&mut tx, reseller, now, SHOWN_MAX).await?;
    tx.commit().await?;
    Ok(StaffView {
        members,
        invitations,
        may_manage: staff.may(StaffMay::ManageStaff),
        may_leave: !staff.is_entered(),
    })
}
