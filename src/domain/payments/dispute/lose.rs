//! The bank decided for the payer: the money is gone.

use serde_json::json;

use super::super::store::{self, disputes};
use super::{Dispute, DisputeError, DisputeState, open::at_most, refused, transfer, unbalanced};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::Internal,
        scope::{Scope, System},
        wallet::{
            self, balance,
            transfer::{Account, TransferKind},
        },
    },
    shared::{ids::PaymentId, money::Money},
};

/// Settles the debt out of what came back into the frozen wallet meanwhile, writes the rest off and books the gateway's
/// fee (zero if there is none), both to whoever collected. The wallet stays frozen. Again: nothing.
pub async fn lose(
    backend: &Backend,
    system: &System,
    payment: PaymentId,
    provider_dispute_id: &str,
    fee: Money,
) -> Result<Dispute, DisputeError> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let payment = store::lock_payment(&mut tx, reseller, payment)
        .await?
        .ok_or(DisputeError::NoPayment)?;
    let dispute = disputes::of_payment(&mut tx, reseller, payment.id, provider_dispute_id)
        .await?
        .ok_or(DisputeError::NotFound)?;
    if fee.is_negative() || fee.currency() != dispute.amount.currency() {
        return Err(DisputeError::Amount {
            currency: dispute.amount.currency(),
        });
    }
    match dispute.state {
        DisputeState::Open => {}
        DisputeState::Lost => return Ok(dispute),
        state @ DisputeState::Won => return Err(DisputeError::Already { state }),
    }
    let figures = balance::locked(&mut tx, system, dispute.wallet)
        .await?
        .ok_or_else(|| Internal::broken("a dispute's wallet vanished"))?;
    let debt = dispute.debt()?;
    let recovered = at_most(figures.balance.minus(figures.held)?, debt)?;
    let legs = vec![
        (Account::Wallet(dispute.wallet), recovered.negated()?),
        (Account::DisputeDebt, debt),
        (dispute.collector.losses(), debt.minus(recovered)?.negated()?),
        (dispute.collector.fees(), fee.negated()?),
        (dispute.collector.clearing(), fee),
    ];
    let posted = if debt.is_zero() && fee.is_zero() {
        None
    } else {
        let closing = transfer(
            dispute.id,
            TransferKind::DisputeLost,
            "Disputed payment taken back for good",
            legs,
        )
        .map_err(|error| unbalanced(&error))?;
        let posted = wallet::post(&mut tx, system, now, &closing)
            .await
            .map_err(|error| refused(&error))?;
        Some(posted.id)
    };
    let lost = disputes::close(&mut tx, reseller, &dispute, DisputeState::Lost, posted, now).await?;
    let audit = Audit {
        action: "dispute.lost",
        entity: dispute.id.to_string(),
        after: Some(json!({
            "recovered": recovered.amount(),
            "written_off": debt.minus(recovered)?.amount(),
            "fee": fee.amount(),
            "borne_by": dispute.collector.as_str(),
        })),
        ..Audit::default()
    };
    audit::record(&mut tx, system, now, audit).await?;
    tx.commit().await?;
    Ok(lost)
}
