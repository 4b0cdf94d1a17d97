//! An owner makes somebody else the owner and becomes an admin.

use serde_json::json;

use super::{roster::allowed, store::members};
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

/// Why the owner is who it was.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// Whoever asked is no owner any more.
    #[error("not the owner")]
    NotAllowed,
    /// Not in the company, deactivated, or oneself.
    #[error("nobody to hand over to")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(HandOverError);

/// Both roles change at once, so there is an owner at every moment.
pub async fn hand_over(
    backend: &Backend,
    member: &Member,
    to: UserId,
    origin: &Origin,
) -> Result<(), HandOverError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, own) = allowed(&mut tx, member, OrganizationMay::HandOver)
        .await?
        .ok_or(HandOverError::NotAllowed)?;
    let before = roster
        .acting_role(to)
        .filter(|_| to != member.user())
        .ok_or(HandOverError::NotFound)?;
    members::set_role(&mut tx, reseller, organization, to, OrganizationRole::Owner).await?;
    teams::hand_on(&mut tx, reseller, organization, to, None).await?;
    members::set_role(
        &mut tx,
        reseller,
        organization,
        member.user(),
        OrganizationRole::Admin,
    )
    .await?;
    let audit = Audit {
        before: Some(json!({ "role": before, "former_owner": own })),
        after: Some(json!({ "role": OrganizationRole::Owner, "former_owner": OrganizationRole::Admin })),
        ..Audit::of("company.handed_over", to, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
