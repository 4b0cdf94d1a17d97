//! Makes a member what the groups of their company's provider say.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    roster::Roster,
    store::{invitations, members},
};
use crate::{
    domain::{error::Internal, teams},
    shared::{
        ids::{OrganizationId, ResellerId, TeamId, UserId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// The role, and the teams that groups decide about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    pub role: OrganizationRole,
    /// Led by the member from now on, if they are a manager.
    pub leads: Vec<TeamId>,
    /// Not led any more.
    pub leads_no_more: Vec<TeamId>,
}

/// In the caller's transaction. The role before, when it changed. Owners stay what they are, whatever a provider says.
pub async fn assign(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    assign: &Assign,
    now: DateTime<Utc>,
) -> Result<Option<OrganizationRole>, Internal> {
    let roster = Roster::lock(conn, reseller, organization).await?;
    let Some(place) = roster
        .place(user)
        .filter(|place| place.role != OrganizationRole::Owner)
    else {
        return Ok(None);
    };
    let before = place.role;
    if before != assign.role {
        members::set_role(conn, reseller, organization, user, assign.role).await?;
        if before == OrganizationRole::Manager {
            teams::hand_on(conn, reseller, organization, user, None).await?;
        }
        if !assign.role.may(OrganizationMay::ManageMembers) {
            invitations::revoke_of(conn, reseller, organization, user, now).await?;
        }
    }
    if assign.role == OrganizationRole::Manager {
        for team in &assign.leads_no_more {
            teams::lead_no_more(conn, reseller, organization, *team, user).await?;
        }
        for team in &assign.leads {
            teams::lead(conn, reseller, organization, *team, user).await?;
        }
    }
    Ok((before != assign.role).then_some(before))
}
