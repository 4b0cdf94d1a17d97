//! What the form that assigns lines needs: plans of a place, and who can be given one.

use super::{ROWS_MAX, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        esims::line_catalogue::{line_offers, line_places},
        scope::{Member, Scope, WorksIn},
        teams,
        wallet::{balance::purse, open::Owner},
    },
    shared::{
        currency::Currency,
        ids::{EmployeeId, TeamId},
        line::AssignView,
        money::Money,
    },
};

/// With the plans of this place and the people of this team, or this employee alone.
pub async fn assign_form(
    backend: &Backend,
    member: &Member,
    currency: Currency,
    place: &str,
    team: Option<TeamId>,
    employee: Option<EmployeeId>,
) -> Result<AssignView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let vendors = backend.providers.line_vendors();
    let only: Vec<EmployeeId> = employee.into_iter().collect();
    let wanted = store::batches::Wanted {
        only: &only,
        team,
        teams: member.teams(),
        without_line: false,
        now: backend.now(),
        limit: ROWS_MAX + 1,
    };
    let mut tx = backend.begin_search(member).await?;
    let places = line_places(&mut tx, member, &vendors).await?;
    let offers = line_offers(&mut tx, member, backend.now(), place, &vendors).await?;
    let teams = teams::choices(&mut tx, member).await?;
    let mut candidates = store::batches::candidates(&mut tx, reseller, organization, &wanted).await?;
    let owner = Owner::Organization(organization);
    let wallet = purse(&mut tx, member, owner, currency, backend.now()).await?;
    tx.commit().await?;
    let most = usize::try_from(ROWS_MAX).unwrap_or_default();
    let is_cut = candidates.len() > most;
    candidates.truncate(most);
    Ok(AssignView {
        places,
        place: place.to_owned(),
        offers,
        teams,
        candidates,
        is_cut,
        available: wallet.map_or(Ok(Money::zero(currency)), |wallet| wallet.available())?,
    })
}
