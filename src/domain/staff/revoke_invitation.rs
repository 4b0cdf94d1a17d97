//! Takes an invitation back.

use serde_json::json;

use super::{roster::managed, store::invitations};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::ids::InvitationId,
};

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum RevokeInvitationError {
    /// The member lost the right meanwhile.
    #[error("may not manage staff")]
    NotAllowed,
    /// Not this shop's, accepted or revoked.
    #[error("no such open invitation")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RevokeInvitationError);

/// The link stops working at once.
pub async fn revoke_invitation(
    backend: &Backend,
    staff: &Staff,
    id: InvitationId,
    origin: &Origin,
) -> Result<(), RevokeInvitationError> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    if managed(&mut tx, staff).await?.is_none() {
        return Err(RevokeInvitationError::NotAllowed);
    }
    let email = invitations::revoke(&mut tx, staff.reseller(), id, now)
        .await?
        .ok_or(RevokeInvitationError::NotFound)?;
    let audit = Audit {
        before: Some(json!({ "email": email })),
        ..Audit::of("staff.invitation_revoked", id, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
