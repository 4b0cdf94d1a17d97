//! Takes a member off the staff.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    roster::managed,
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        accounts,
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::ids::{ResellerId, UserId},
};

/// Why the member is still there.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// Whoever asked lost the right meanwhile.
    #[error("may not manage staff")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    /// Leaving is another verb.
    #[error("oneself")]
    Oneself,
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RemoveError);

/// The member's sessions go on as a customer's; the dashboard is closed from the next request on.
pub async fn remove(
    backend: &Backend,
    staff: &Staff,
    member: UserId,
    origin: &Origin,
) -> Result<(), RemoveError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let roster = managed(&mut tx, staff).await?.ok_or(RemoveError::NotAllowed)?;
    let role = roster.role(member).ok_or(RemoveError::NotFound)?;
    if member == staff.user() {
        return Err(RemoveError::Oneself);
    }
    if roster.is_last_owner(member) {
        return Err(RemoveError::LastOwner);
    }
    take_off(&mut tx, reseller, member, now).await?;
    let audit = Audit {
        before: Some(json!({ "role": role })),
        ..Audit::of("staff.removed", member, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the membership and what hangs on it, in the caller's transaction.
pub(super) async fn take_off(
    conn: &mut PgConnection,
    reseller: ResellerId,
    member: UserId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    members::delete(conn, reseller, member).await?;
    invitations::revoke_of(conn, reseller, member, now).await?;
    accounts::set_staff(conn, reseller, member, false, now).await
}
