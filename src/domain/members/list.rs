//! Everybody in a company, and who is invited.

use super::{
    OPEN_MAX,
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{company::MembersView, permissions::OrganizationMay},
};

/// Invitations shown: the open ones, and expired ones nobody took back.
const SHOWN_MAX: i64 = OPEN_MAX * 2;

/// The company's people as one of them sees them.
pub async fn list(backend: &Backend, member: &Member) -> Result<MembersView, Internal> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let members = members::list(&mut tx, reseller, organization, member.user(), now).await?;
    let invitations = invitations::list_open(&mut tx, reseller, organization, now, SHOWN_MAX).await?;
    let teams = teams::choices(&mut tx, member).await?;
    tx.commit().await?;
    Ok(MembersView {
        members,
        invitations,
        teams,
        your_role: member.role(),
        may_manage: member.may(OrganizationMay::ManageMembers),
        may_hand_over: member.may(OrganizationMay::HandOver),
    })
}
