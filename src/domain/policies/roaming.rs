//! Whether an employee may use data in a country.

use sqlx::PgConnection;

use super::effective;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{EmployeeId, OrganizationId, TeamId},
        place::CountryCode,
        policy::DecidedBy,
    },
};

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roaming {
    Allowed,
    /// Somebody is told.
    Blocked {
        by: DecidedBy,
    },
    /// Somebody is told, and the line stops.
    Stopped {
        by: DecidedBy,
    },
}

/// By the policy in force now.
pub async fn roaming(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    (team, employee): (Option<TeamId>, EmployeeId),
    country: CountryCode,
) -> Result<Roaming, Internal> {
    let rules = effective(conn, scope, organization, team, Some(employee)).await?;
    let by = rules.blocked.by;
    Ok(
        match (rules.blocked.value.contains(&country), rules.stop_roaming.value) {
            (false, _) => Roaming::Allowed,
            (true, false) => Roaming::Blocked { by },
            (true, true) => Roaming::Stopped { by },
        },
    )
}
