//! The budgets and how they stand.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{
        budget::{BudgetRow, BudgetsView},
        ids::BudgetId,
        permissions::OrganizationMay,
    },
};

/// Those within reach: a manager sees the own teams' and their people's.
pub async fn list(backend: &Backend, member: &Member) -> Result<BudgetsView, Internal> {
    let mut tx = backend.begin_search(member).await?;
    let found = store::live(&mut tx, member.reseller(), member.organization(), backend.now()).await?;
    let teams = teams::choices(&mut tx, member).await?;
    tx.commit().await?;
    let budgets: Result<Vec<BudgetRow>, Internal> = found
        .into_iter()
        .filter(|budget| budget.is_within(member))
        .map(store::Standing::row)
        .collect();
    Ok(BudgetsView {
        budgets: budgets?,
        teams,
        may_edit: member.may(OrganizationMay::EditBudgets),
        may_ask: member.may(OrganizationMay::AskForMore),
    })
}

/// One of them; `None` for one of another company, out of reach or ended.
pub async fn one(backend: &Backend, member: &Member, id: BudgetId) -> Result<Option<BudgetRow>, Internal> {
    let mut tx = backend.begin_search(member).await?;
    let found = store::standing(
        &mut tx,
        member.reseller(),
        member.organization(),
        &[id],
        backend.now(),
    )
    .await?;
    tx.commit().await?;
    found
        .into_iter()
        .find(|budget| budget.is_within(member))
        .map(store::Standing::row)
        .transpose()
}
