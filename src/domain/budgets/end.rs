//! A budget counts no more.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::BudgetId,
};

/// Why it still counts.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// Of another company, or ended before.
    #[error("no such budget")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EndError);

/// Its history stays in the audit log.
pub async fn end(backend: &Backend, member: &Member, id: BudgetId, origin: &Origin) -> Result<(), EndError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    if !store::lock(&mut tx, reseller, organization, id).await? {
        return Err(EndError::NotFound);
    }
    let before = store::standing(&mut tx, reseller, organization, &[id], now)
        .await?
        .pop()
        .ok_or(EndError::NotFound)?;
    store::end(&mut tx, reseller, organization, id, now).await?;
    let audit = Audit {
        before: Some(json!({
            "of": before.in_words(),
            "amount": before.amount,
            "spent": before.spent,
            "held": before.held,
        })),
        ..Audit::of("budget.ended", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
