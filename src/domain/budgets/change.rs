//! Changes a budget's amount, its consequence or its thresholds.

use serde_json::json;

use super::{details::Details, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::BudgetId,
};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Of another company, or ended.
    #[error("no such budget")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeError);

/// Counts for the next order. With another amount, what was spent until now is shown apart and alerts begin anew.
pub async fn change(
    backend: &Backend,
    member: &Member,
    id: BudgetId,
    details: &Details,
    origin: &Origin,
) -> Result<(), ChangeError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    if !store::lock(&mut tx, reseller, organization, id).await? {
        return Err(ChangeError::NotFound);
    }
    let before = store::standing(&mut tx, reseller, organization, &[id], now)
        .await?
        .pop()
        .ok_or(ChangeError::NotFound)?;
    store::update(&mut tx, reseller, organization, id, details, now).await?;
    let audit = Audit {
        before: Some(json!({
            "of": before.in_words(),
            "amount": before.amount,
            "at_limit": before.at_limit.as_str(),
            "thresholds": before.thresholds,
        })),
        after: Some(json!({
            "of": before.in_words(),
            "amount": details.amount.get(),
            "at_limit": details.at_limit.as_str(),
            "thresholds": details.thresholds.as_slice(),
        })),
        ..Audit::of("budget.changed", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
