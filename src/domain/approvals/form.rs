//! What the forms to ask need.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        budgets,
        error::Internal,
        policies,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        approval::AskView,
        ids::LineId,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// Whoever leads nobody asks for themself alone, and not for budgets they cannot see.
/// `line` is one that more is asked for.
pub async fn form(backend: &Backend, member: &Member, line: Option<LineId>) -> Result<AskView, Internal> {
    let mut tx = backend.begin_search(member).await?;
    let plans = policies::plans(&mut tx, member).await?;
    let budgets = if member.may(OrganizationMay::ViewSpend) {
        budgets::choices(&mut tx, member, backend.now()).await?
    } else {
        vec![]
    };
    let own_email = if member.role() == OrganizationRole::Standard {
        Some(store::email_of(&mut tx, member.reseller(), member.user()).await?)
    } else {
        None
    };
    let line_email = match line {
        Some(line) => {
            store::email_of_line(
                &mut tx,
                member.reseller(),
                member.organization(),
                member.teams(),
                line,
            )
            .await?
        }
        None => None,
    };
    tx.commit().await?;
    Ok(AskView {
        plans,
        budgets,
        own_email,
        line_email,
    })
}
