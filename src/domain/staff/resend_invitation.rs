//! Mails an invitation again, with a new link.

use chrono::TimeDelta;

use super::{
    invite::{Offer, mail_link},
    roster::managed,
    store::invitations,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::ids::InvitationId,
};

/// Between two mails to the same address.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
pub enum ResendInvitationError {
    /// The sender lost the right meanwhile.
    #[error("may not manage staff")]
    NotAllowed,
    /// Not this shop's, accepted or revoked.
    #[error("no such open invitation")]
    NotFound,
    #[error("mailed a moment ago")]
    TooSoon { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendInvitationError);

/// The former link ends; the new one works for the full time.
pub async fn resend_invitation(
    backend: &Backend,
    staff: &Staff,
    id: InvitationId,
    host: &str,
    origin: &Origin,
) -> Result<(), ResendInvitationError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    if managed(&mut tx, staff).await?.is_none() {
        return Err(ResendInvitationError::NotAllowed);
    }
    let invitation = invitations::open_by_id(&mut tx, reseller, id)
        .await?
        .ok_or(ResendInvitationError::NotFound)?;
    let wait = invitation.mailed_at + PAUSE - now;
    if wait > TimeDelta::zero() {
        return Err(ResendInvitationError::TooSoon {
            retry_after_seconds: u32::try_from(wait.num_seconds() + 1).unwrap_or(300),
        });
    }
    let offer = Offer {
        id,
        email: &invitation.email,
        role: invitation.role,
        host,
    };
    mail_link(&mut tx, backend, staff, &offer).await?;
    audit::record(
        &mut tx,
        staff,
        now,
        Audit::of("staff.invitation_resent", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
