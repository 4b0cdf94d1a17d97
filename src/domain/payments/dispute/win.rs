//! The bank decided for the shop: the money comes back.

use super::super::{
    store::{self, disputes},
    wallet_page::wallet_page,
};
use super::{Dispute, DisputeError, DisputeState, refused, transfer, unbalanced};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        notices::{self, Notice},
        scope::{Scope, System},
        wallet::{
            self, balance, freeze,
            transfer::{Account, TransferKind},
        },
    },
    shared::ids::PaymentId,
};

/// Books the exact reverse of the opening and thaws the wallet, unless another dispute keeps it frozen. Again: nothing.
pub async fn win(
    backend: &Backend,
    system: &System,
    payment: PaymentId,
    provider_dispute_id: &str,
) -> Result<Dispute, DisputeError> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let payment = store::lock_payment(&mut tx, reseller, payment)
        .await?
        .ok_or(DisputeError::NoPayment)?;
    let dispute = disputes::of_payment(&mut tx, reseller, payment.id, provider_dispute_id)
        .await?
        .ok_or(DisputeError::NotFound)?;
    match dispute.state {
        DisputeState::Open => {}
        DisputeState::Won => return Ok(dispute),
        state @ DisputeState::Lost => return Err(DisputeError::Already { state }),
    }
    let legs = vec![
        (Account::Wallet(dispute.wallet), dispute.taken),
        (Account::DisputeDebt, dispute.debt()?),
        (dispute.collector.clearing(), dispute.amount.negated()?),
    ];
    let closing = transfer(
        dispute.id,
        TransferKind::DisputeWon,
        "Dispute decided in the shop's favour",
        legs,
    )
    .map_err(|error| unbalanced(&error))?;
    // Whoever opens another dispute about the wallet waits from here on, or has committed.
    balance::locked(&mut tx, system, dispute.wallet).await?;
    let posted = wallet::post(&mut tx, system, now, &closing)
        .await
        .map_err(|error| refused(&error))?;
    let won = disputes::close(
        &mut tx,
        reseller,
        &dispute,
        DisputeState::Won,
        Some(posted.id),
        now,
    )
    .await?;
    let is_frozen = disputes::keeps_frozen(&mut tx, reseller, dispute.wallet).await?;
    if !is_frozen {
        freeze::thaw(&mut tx, system, dispute.wallet).await?;
    }
    let audit = Audit {
        action: "dispute.won",
        entity: dispute.id.to_string(),
        ..Audit::default()
    };
    audit::record(&mut tx, system, now, audit).await?;
    let notice = |link| Notice::DisputeWon {
        amount: dispute.amount,
        is_frozen,
        link,
    };
    let page = wallet_page(&mut tx, system, payment.wallet).await?;
    notices::to_user::to_user(&mut tx, backend, reseller, payment.owner, page, notice).await?;
    tx.commit().await?;
    Ok(won)
}
