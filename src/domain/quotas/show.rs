//! The quotas of the month, as a member sees them.

use super::store::{self, page};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{permissions::OrganizationMay, quota::QuotasView},
};

/// Whoever sees single teams alone sees these and their own use; the company's total is everybody's.
pub async fn show(backend: &Backend, member: &Member) -> Result<QuotasView, Internal> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let may_edit = member.may(OrganizationMay::EditBudgets);
    let only = member.teams().is_some().then(|| member.user());
    let mut tx = backend.begin_search(member).await?;
    let month = store::month(&mut tx, reseller, organization, now).await?;
    let head = page::head(&mut tx, reseller, organization, month).await?;
    let teams = page::teams(&mut tx, reseller, organization, month, member.teams()).await?;
    let members = page::members(&mut tx, reseller, organization, month, only).await?;
    let (mut choices, mut team_choices) = (vec![], vec![]);
    if may_edit {
        choices = page::choices(&mut tx, reseller, organization).await?;
        team_choices = teams::choices(&mut tx, member).await?;
    }
    tx.commit().await?;
    Ok(QuotasView {
        month,
        timezone: head.timezone,
        company: head.company,
        is_overage_allowed: head.is_overage_allowed,
        teams,
        members,
        choices,
        team_choices,
        may_edit,
    })
}
