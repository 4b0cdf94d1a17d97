//! An operator promises a payout: from now on the reseller is owed it at its bank.

use super::{
    payout::{DecideError, PayoutState, transfer},
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

/// Moves the earnings to the payouts. Approving twice is approving once.
pub async fn approve_payout(
    backend: &Backend,
    operator: &impl Oversees,
    id: PayoutId,
) -> Result<(), DecideError> {
    let now = backend.now();
    let mut tx = backend.begin(operator).await?;
    let payout = store::lock_payout(&mut tx, operator.reseller(), id)
        .await?
        .ok_or(DecideError::NotFound)?;
    match payout.state {
        PayoutState::Requested => {}
        PayoutState::Approved => return Ok(()),
        state => return Err(DecideError::WrongState(state)),
    }
    if operator.actor().is_some() && operator.actor() == payout.requested_by {
        return Err(DecideError::SamePerson);
    }
    let legs = vec![
        (Account::ResellerEarnings, payout.amount.negated()?),
        (Account::Payouts, payout.amount),
    ];
    let transfer = transfer(id, "payout", TransferKind::Payout, "Payout of earnings", legs)?;
    post(&mut tx, operator, now, &transfer).await?;
    store::decide(
        &mut tx,
        operator.reseller(),
        id,
        PayoutState::Approved,
        operator.actor(),
        "",
        now,
    )
    .await?;
    let audit = Audit {
        action: "payout.approved",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "amount": payout.amount })),
        ..Audit::default()
    };
    record(&mut tx, operator, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
