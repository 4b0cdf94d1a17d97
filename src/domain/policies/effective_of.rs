//! What counts for many people at once.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{EmployeeId, OrganizationId, TeamId},
        policy::Effective,
    },
};

/// For each employee of a team, by the employee's id; read at once.
pub async fn effective_of(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    people: &[(Option<TeamId>, EmployeeId)],
) -> Result<BTreeMap<Uuid, Effective>, Internal> {
    let teams: Vec<Uuid> = people
        .iter()
        .filter_map(|(team, _)| Some(team.as_ref()?.uuid()))
        .collect();
    let employees: Vec<Uuid> = people.iter().map(|(_, employee)| employee.uuid()).collect();
    let found = store::levels_of(conn, scope.reseller(), organization, &teams, &employees).await?;
    let none = Default::default();
    let of = |id: Option<Uuid>| id.and_then(|id| found.own.get(&id)).unwrap_or(&none);
    Ok(people
        .iter()
        .map(|(team, employee)| {
            let (team, employee) = (team.map(TeamId::uuid), employee.uuid());
            (
                employee,
                Effective::of(&found.company, of(team), of(Some(employee))),
            )
        })
        .collect())
}
