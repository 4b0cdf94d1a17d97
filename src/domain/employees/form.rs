//! What the form of an employee needs.

use super::{find, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{company::EmployeeView, ids::EmployeeId, permissions::OrganizationMay},
};

/// The employee, or an empty form for `None`; nothing for somebody out of reach.
pub async fn form(
    backend: &Backend,
    member: &Member,
    id: Option<EmployeeId>,
) -> Result<Option<EmployeeView>, Internal> {
    let employee = match id {
        None => None,
        Some(id) => match find(backend, member, id).await? {
            None => return Ok(None),
            found => found,
        },
    };
    let mut tx = backend.begin(member).await?;
    let today = store::today(&mut tx, member.reseller(), member.organization(), backend.now()).await?;
    let teams = teams::choices(&mut tx, member).await?;
    tx.commit().await?;
    Ok(Some(EmployeeView {
        employee,
        teams,
        needs_team: !member.reaches(None),
        today,
        may_edit: member.may(OrganizationMay::EditEmployees),
    }))
}
