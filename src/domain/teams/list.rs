//! The teams with their people.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{company::TeamsView, permissions::OrganizationMay},
};

/// The teams within the member's reach.
pub async fn list(backend: &Backend, member: &Member) -> Result<TeamsView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let leaders = store::leaders(&mut tx, reseller, organization).await?;
    let rows = store::list(&mut tx, reseller, organization, backend.now()).await?;
    let managers = store::managers(&mut tx, reseller, organization).await?;
    tx.commit().await?;
    let mut teams: Vec<_> = rows
        .into_iter()
        .filter(|team| member.reaches(Some(team.id)))
        .collect();
    for team in &mut teams {
        team.managers = leaders
            .iter()
            .filter(|(id, _)| *id == team.id)
            .map(|(_, leader)| leader.clone())
            .collect();
    }
    Ok(TeamsView {
        teams,
        managers,
        may_manage: member.may(OrganizationMay::ManageTeams),
    })
}
