//! The page of policies.

use super::{overrides::overrides, plans, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{
        permissions::OrganizationMay,
        policy::{Effective, PolicyView, Rules, Target},
    },
};

/// For the company, a team or an employee; `None` for somebody of another company or out of reach.
pub async fn view(
    backend: &Backend,
    member: &Member,
    target: Target,
) -> Result<Option<PolicyView>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin_search(member).await?;
    let Some(subject) = store::subject(&mut tx, reseller, organization, target).await? else {
        return Ok(None);
    };
    if target != Target::Company && !member.reaches(subject.team) {
        return Ok(None);
    }
    let employee = match target {
        Target::Employee(id) => Some(id),
        Target::Company | Target::Team(_) => None,
    };
    let levels = store::levels(&mut tx, reseller, organization, subject.team, employee).await?;
    let found = store::overrides(&mut tx, reseller, organization).await?;
    let teams = teams::choices(&mut tx, member).await?;
    let plans = plans(&mut tx, member).await?;
    tx.commit().await?;
    let effective = Effective::of(&levels.company, &levels.team, &levels.employee);
    let own: Rules = match target {
        Target::Company => levels.company,
        Target::Team(_) => levels.team,
        Target::Employee(_) => levels.employee,
    };
    Ok(Some(PolicyView {
        target,
        name: subject.name,
        own,
        effective,
        overrides: overrides(member, found),
        teams,
        plans,
        may_edit: member.may(OrganizationMay::EditPolicies),
    }))
}
