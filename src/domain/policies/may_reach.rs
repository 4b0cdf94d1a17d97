//! Whether a company's people write to a country and call it.

use sqlx::PgConnection;

use super::{AllowError, effective};
use crate::{
    domain::{place, scope::Scope},
    shared::{
        ids::{EmployeeId, OrganizationId, TeamId},
        place::CountryCode,
        policy::Breach,
    },
};

/// By the policy in force now. A company that lists none reaches them all.
pub async fn may_reach(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    (team, employee): (Option<TeamId>, Option<EmployeeId>),
    country: CountryCode,
) -> Result<(), AllowError> {
    let rules = effective(conn, scope, organization, team, employee).await?;
    let reached = &rules.reached;
    if reached.value.is_empty() || reached.value.contains(&country) {
        return Ok(());
    }
    Err(AllowError::Breach(Breach::Abroad {
        country: place::country(country).name,
        by: reached.by,
    }))
}
