//! The first page of a company.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{company::OverviewView, permissions::OrganizationMay},
};

/// What the member may see; `None` when they left meanwhile.
pub async fn overview(backend: &Backend, member: &Member) -> Result<Option<OverviewView>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin_search(member).await?;
    let own = store::memberships(&mut tx, reseller, member.user()).await?;
    let figures = if member.may(OrganizationMay::ViewEmployees) {
        Some(store::headcount(&mut tx, reseller, organization, member.teams(), backend.now()).await?)
    } else {
        None
    };
    tx.commit().await?;
    let company = own.into_iter().find(|company| company.id == organization);
    Ok(company.map(|company| OverviewView {
        company,
        figures,
        may_edit_employees: member.may(OrganizationMay::EditEmployees),
        may_manage_members: member.may(OrganizationMay::ManageMembers),
        may_manage_teams: member.may(OrganizationMay::ManageTeams),
    }))
}
