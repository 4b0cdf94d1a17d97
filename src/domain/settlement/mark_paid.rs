//! The bank has sent a payout.

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

/// Books what left the bank. `bank_reference` is the bank's word for the transfer. Telling it twice books it once.
pub async fn mark_paid(
    backend: &Backend,
    operator: &impl Oversees,
    id: PayoutId,
    bank_reference: &str,
) -> Result<(), DecideError> {
    let now = backend.now();
    let mut tx = backend.begin(operator).await?;
    let payout = store::lock_payout(&mut tx, operator.reseller(), id)
        .await?
        .ok_or(DecideError::NotFound)?;
    match payout.state {
        PayoutState::Approved => {}
        PayoutState::Paid if payout.bank_reference.as_deref() == Some(bank_reference) => return Ok(()),
        state => return Err(DecideError::WrongState(state)),
    }
    let (whole, rest) = bank_share(payout.amount)?;
    let legs = vec![
        (Account::Payouts, payout.amount.negated()?),
        (Account::Bank, whole),
        (Account::Rounding, rest),
    ];
    let transfer = transfer(id, "payout_paid", TransferKind::PayoutPaid, "Payout sent", legs)?;
    post(&mut tx, operator, now, &transfer).await?;
    store::set_paid(&mut tx, operator.reseller(), id, bank_reference, now).await?;
    let audit = Audit {
        action: "payout.paid",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "amount": whole, "bank_reference": bank_reference })),
        ..Audit::default()
    };
    record(&mut tx, operator, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
