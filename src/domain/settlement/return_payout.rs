//! The bank sent a payout back, or never took it; the reseller may ask again, with another account.

use super::{
    payout::{DecideError, PayoutState, bank_share, transfer},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record},
        scope::Oversees,
        wallet::{
            post,
            transfer::{Account, TransferKind},
        },
    },
    shared::ids::PayoutId,
};

/// Books the reverse of what was booked for the payout and frees its rows. `reason` is what the reseller reads.
pub async fn return_payout(
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
    let mut legs = vec![(Account::ResellerEarnings, payout.amount)];
    match payout.state {
        PayoutState::Approved => legs.push((Account::Payouts, payout.amount.negated()?)),
        PayoutState::Paid => {
            let (whole, rest) = bank_share(payout.amount)?;
            legs.push((Account::Bank, whole.negated()?));
            legs.push((Account::Rounding, rest.negated()?));
        }
        PayoutState::Returned => return Ok(()),
        state => return Err(DecideError::WrongState(state)),
    }
    let transfer = transfer(
        id,
        "payout_returned",
        TransferKind::PayoutReturned,
        "Payout came back",
        legs,
    )?;
    post(&mut tx, operator, now, &transfer).await?;
    let actor = operator.actor();
    store::decide(&mut tx, reseller, id, PayoutState::Returned, actor, reason, now).await?;
    store::free_rows(&mut tx, reseller, id).await?;
    let audit = Audit {
        action: "payout.returned",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "amount": payout.amount, "reason": reason })),
        ..Audit::default()
    };
    record(&mut tx, operator, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
