//! A draft of lines for several employees: nothing is ordered yet.

use super::{ROWS_MAX, store};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        esims::catalogue::line_plan_on_sale,
        pricing,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        ids::{EmployeeId, LineBatchId, PlanId, TeamId},
        line::Candidate,
    },
};

/// Whom to give a line.
#[derive(Debug, Clone)]
pub enum Who {
    These(Vec<EmployeeId>),
    /// Everybody within reach, or of a team, who has no line in use.
    WithoutLine(Option<TeamId>),
}

/// Why there is no draft.
#[derive(Debug, thiserror::Error)]
pub enum PrepareBatchError {
    /// No such plan on sale here.
    #[error("no such plan")]
    NoPlan,
    /// Nobody was chosen, or nobody is left without a line.
    #[error("nobody to give a line")]
    Nobody,
    /// More than 500.
    #[error("too many at once")]
    TooMany,
    /// Somebody of another company, out of reach, or who has left.
    #[error("somebody is no such employee")]
    NoEmployee,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PrepareBatchError);

/// Writes down whom and what, at the price it has now. Replaces the member's earlier draft.
pub async fn prepare_batch(
    backend: &Backend,
    member: &Member,
    plan: PlanId,
    who: &Who,
) -> Result<LineBatchId, PrepareBatchError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let (mut only, team) = match who {
        Who::These(chosen) => (chosen.clone(), None),
        Who::WithoutLine(team) => (vec![], *team),
    };
    only.sort_unstable();
    only.dedup();
    let is_chosen = matches!(who, Who::These(_));
    let most = usize::try_from(ROWS_MAX).unwrap_or_default();
    if is_chosen && only.is_empty() {
        return Err(PrepareBatchError::Nobody);
    }
    if only.len() > most {
        return Err(PrepareBatchError::TooMany);
    }
    let mut tx = backend.begin_search(member).await?;
    let plan = line_plan_on_sale(&mut tx, member, plan)
        .await?
        .filter(|plan| backend.providers.line(&plan.provider).is_some())
        .ok_or(PrepareBatchError::NoPlan)?;
    let book = pricing::rulebook(&mut tx, member, now).await?;
    let price = plan.price(&book).ok_or(PrepareBatchError::NoPlan)?.charged;
    let wanted = store::batches::Wanted {
        only: &only,
        team,
        teams: member.teams(),
        without_line: !is_chosen,
        now,
        limit: ROWS_MAX + 1,
    };
    let people: Vec<Candidate> = store::batches::candidates(&mut tx, reseller, organization, &wanted).await?;
    match people.len() {
        0 => {
            return Err(if is_chosen {
                PrepareBatchError::NoEmployee
            } else {
                PrepareBatchError::Nobody
            });
        }
        found if found > most => return Err(PrepareBatchError::TooMany),
        found if is_chosen && found != only.len() => return Err(PrepareBatchError::NoEmployee),
        _ => {}
    }
    let employees: Vec<EmployeeId> = people.iter().map(|one| one.id).collect();
    let new = store::batches::NewBatch {
        id: LineBatchId::new(),
        plan: plan.id,
        by: member.user(),
        price,
        employees: &employees,
        now,
    };
    store::batches::insert(&mut tx, reseller, organization, &new).await?;
    tx.commit().await?;
    Ok(new.id)
}
