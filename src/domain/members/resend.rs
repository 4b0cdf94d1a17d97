//! Mails an invitation again, with a new link.

use chrono::TimeDelta;
use serde_json::json;

use super::{
    invite::{Offer, mail_link},
    roster::allowed,
    store::invitations,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::{ids::CompanyInvitationId, permissions::OrganizationMay},
};

/// Between two mails to the same address.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// The sender lost the right meanwhile, or the offered role is above theirs.
    #[error("may not manage members")]
    NotAllowed,
    /// Not this company's, accepted or taken back.
    #[error("no such open invitation")]
    NotFound,
    #[error("mailed a moment ago")]
    TooSoon { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendError);

/// The former link ends; the new one works for the full time.
pub async fn resend(
    backend: &Backend,
    member: &Member,
    id: CompanyInvitationId,
    host: &str,
    origin: &Origin,
) -> Result<(), ResendError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (_, role) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(ResendError::NotAllowed)?;
    let invitation = invitations::open_by_id(&mut tx, reseller, organization, id)
        .await?
        .ok_or(ResendError::NotFound)?;
    if !role.may_appoint(invitation.role) {
        return Err(ResendError::NotAllowed);
    }
    let wait = invitation.mailed_at + PAUSE - now;
    if wait > TimeDelta::zero() {
        return Err(ResendError::TooSoon {
            retry_after_seconds: u32::try_from(wait.num_seconds() + 1).unwrap_or(300),
        });
    }
    let offer = Offer {
        id,
        organization,
        email: &invitation.email,
        role: invitation.role,
        team: invitation.team,
        by: member.user(),
        host,
    };
    mail_link(&mut tx, backend, reseller, &offer).await?;
    let audit = Audit {
        after: Some(json!({ "email": invitation.email })),
        ..Audit::of("member.invitation_resent", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
