//! An operator says no to a payout; the reseller may ask again.

use super::{
    payout::{DecideError, PayoutState},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record},
        scope::Oversees,
    },
    shared::ids::PayoutId,
};

/// Frees the payout's rows. `reason` is what the reseller reads.
pub async fn reject_payout(
    backend: &Backend,
    operator: &impl Oversees,
    id: PayoutId,
    reason: &str,
) -> Result<(), DecideError> {
    let now = backend.now();
    let reseller = operator.reseller();
    let mut tx = backend.begin(operator).await?;
    let payout = store::lock_payout(&mut tx, reseller, id)
        .await?
        .ok_or(DecideError::NotFound)?;
    match payout.state {
        PayoutState::Requested => {}
        PayoutState::Rejected => return Ok(()),
        state => return Err(DecideError::WrongState(state)),
    }
    let actor = operator.actor();
    store::decide(&mut tx, reseller, id, PayoutState::Rejected, actor, reason, now).await?;
    store::free_rows(&mut tx, reseller, id).await?;
    let audit = Audit {
        action: "payout.rejected",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "amount": payout.amount, "reason": reason })),
        ..Audit::default()
    };
    record(&mut tx, operator, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
