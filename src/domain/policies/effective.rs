//! What counts for somebody.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{EmployeeId, OrganizationId, TeamId},
        policy::Effective,
    },
};

/// For an employee of a team, or for what is bought for neither.
pub async fn effective(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    team: Option<TeamId>,
    employee: Option<EmployeeId>,
) -> Result<Effective, Internal> {
    let levels = store::levels(conn, scope.reseller(), organization, team, employee).await?;
    Ok(Effective::of(&levels.company, &levels.team, &levels.employee))
}
