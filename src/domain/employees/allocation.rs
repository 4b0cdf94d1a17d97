//! On whom something is spent, as it stands now.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::{EmployeeId, OrganizationId, TeamId},
};

/// An employee's name, team and cost centre.
#[derive(Debug, Clone)]
pub struct Allocation {
    pub name: String,
    pub team: Option<TeamId>,
    pub cost_centre: String,
}

/// `None` for somebody of another company.
pub async fn allocation(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<Option<Allocation>, Internal> {
    Ok(store::allocation(conn, scope.reseller(), organization, id).await?)
}
