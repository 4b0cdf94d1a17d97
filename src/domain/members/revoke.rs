//! Takes an invitation back.

use serde_json::json;

use super::{roster::allowed, store::invitations};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::{ids::CompanyInvitationId, permissions::OrganizationMay},
};

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// The member lost the right meanwhile, or the offered role is above theirs.
    #[error("may not manage members")]
    NotAllowed,
    /// Not this company's, accepted or taken back.
    #[error("no such open invitation")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RevokeError);

/// The link stops working at once.
pub async fn revoke(
    backend: &Backend,
    member: &Member,
    id: CompanyInvitationId,
    origin: &Origin,
) -> Result<(), RevokeError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (_, role) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(RevokeError::NotAllowed)?;
    let invitation = invitations::open_by_id(&mut tx, reseller, organization, id)
        .await?
        .ok_or(RevokeError::NotFound)?;
    if !role.may_appoint(invitation.role) {
        return Err(RevokeError::NotAllowed);
    }
    invitations::revoke(&mut tx, reseller, organization, id, now).await?;
    let audit = Audit {
        before: Some(json!({ "email": invitation.email })),
        ..Audit::of("member.invitation_revoked", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
