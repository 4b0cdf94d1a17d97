//! A new budget.

use serde_json::json;

use super::{BUDGETS_MAX, details::Details, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        budget::BudgetPeriod,
        ids::{BudgetId, TeamId},
    },
};

/// Characters of the longest cost centre.
const COST_CENTRE_MAX: usize = 40;

/// Whose orders it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MakeFor {
    Organization,
    Team(TeamId),
    CostCentre(String),
    /// By the address.
    Employee(String),
}

/// A filled-in form.
#[derive(Debug)]
pub struct Make {
    pub of: MakeFor,
    pub period: BudgetPeriod,
    pub details: Details,
    pub origin: Origin,
}

/// Why there is no new budget.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("no such team")]
    NoTeam,
    #[error("not a cost centre of 1 to 40 characters")]
    CostCentre,
    #[error("no employee of this address")]
    NoEmployee,
    /// One for the same target and period counts already.
    #[error("there is such a budget")]
    Taken,
    #[error("too many budgets")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(MakeError);

/// Counts from now on; what its period spent before is shown apart, and counts too.
pub async fn make(backend: &Backend, member: &Member, make: Make) -> Result<BudgetId, MakeError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    if store::count_live(&mut tx, reseller, organization).await? >= BUDGETS_MAX {
        return Err(MakeError::TooMany);
    }
    let target = match &make.of {
        MakeFor::Organization => store::Target::Organization,
        MakeFor::Team(team) => {
            if !store::is_team(&mut tx, reseller, organization, *team).await? {
                return Err(MakeError::NoTeam);
            }
            store::Target::Team(*team)
        }
        MakeFor::CostCentre(text) => {
            let text = text.trim();
            let fits = (1..=COST_CENTRE_MAX).contains(&text.chars().count());
            if !fits || text.contains(char::is_control) {
                return Err(MakeError::CostCentre);
            }
            store::Target::CostCentre(text.to_owned())
        }
        MakeFor::Employee(email) => {
            let found = store::employee_of(&mut tx, reseller, organization, email.trim()).await?;
            store::Target::Employee(found.ok_or(MakeError::NoEmployee)?)
        }
    };
    let new = store::NewBudget {
        id: BudgetId::new(),
        target: &target,
        period: make.period,
        details: &make.details,
        now,
    };
    if !store::insert(&mut tx, reseller, organization, &new).await? {
        return Err(MakeError::Taken);
    }
    let made = store::standing(&mut tx, reseller, organization, &[new.id], now).await?;
    let audit = Audit {
        after: Some(json!({
            "of": made.first().map(store::Standing::in_words),
            "period": make.period.as_str(),
            "amount": make.details.amount.get(),
            "at_limit": make.details.at_limit.as_str(),
            "thresholds": make.details.thresholds.as_slice(),
        })),
        ..Audit::of("budget.made", new.id, &make.origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(new.id)
}
