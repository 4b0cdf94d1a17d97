//! Enters a dispute the gateway told us of.

use serde_json::json;

use super::super::{
    store::{self, Payment, disputes},
    wallet_page::wallet_page,
};
use super::{Dispute, DisputeError, DisputeState, refused, transfer, unbalanced};
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit},
        error::Internal,
        notices::{self, Notice},
        operations::case,
        scope::{Scope, System},
        wallet::{
            self, balance, freeze,
            transfer::{Account, TransferKind},
        },
        webhooks::{self, Event},
    },
    shared::{
        ids::{DisputeId, PaymentId},
        money::{Money, PositiveMoney},
    },
};

/// A dispute as the gateway tells it.
#[derive(Debug, Clone)]
pub struct Open {
    pub payment: PaymentId,
    /// The gateway's id of the dispute; makes it happen once.
    pub provider_dispute_id: String,
    pub amount: PositiveMoney,
}

/// Books what the gateway took, freezes the wallet, tells the customer and opens a case. The same dispute again returns
/// the first one, whatever became of it, and moves nothing.
pub async fn open(backend: &Backend, system: &System, new: &Open) -> Result<Dispute, DisputeError> {
    let mut tx = backend.begin(system).await?;
    // The payment's row makes two disputes of it wait for each other.
    let payment = store::lock_payment(&mut tx, system.reseller(), new.payment)
        .await?
        .ok_or(DisputeError::NoPayment)?;
    let known = disputes::find(&mut tx, system.reseller(), &new.provider_dispute_id).await?;
    let dispute = match known {
        Some(dispute) => dispute,
        None => enter(&mut tx, backend, system, &payment, new).await?,
    };
    if dispute.payment != new.payment || dispute.amount != new.amount.get() {
        return Err(DisputeError::AnotherDispute);
    }
    tx.commit().await?;
    // Cases belong to the platform and are out of this scope's reach, so a repeat makes up for a process that died here.
    if dispute.state == DisputeState::Open {
        open_case(backend, system, &payment, &dispute).await?;
    }
    Ok(dispute)
}

async fn enter(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    payment: &Payment,
    new: &Open,
) -> Result<Dispute, DisputeError> {
    let (reseller, now, amount) = (system.reseller(), backend.now(), new.amount.get());
    if amount.currency() != payment.amount.currency() {
        return Err(DisputeError::Amount {
            currency: payment.amount.currency(),
        });
    }
    let left = disputes::left_of_payment(tx, reseller, payment)
        .await?
        .ok_or(DisputeError::NotPaid)?;
    if amount.minus(left)?.is_positive() {
        return Err(DisputeError::TooMuch { left });
    }
    freeze::freeze(tx, system, now, payment.wallet).await?;
    let figures = balance::locked(tx, system, payment.wallet)
        .await?
        .ok_or_else(|| Internal::broken("a payment's wallet vanished"))?;
    let id = DisputeId::new();
    let dispute = Dispute {
        id,
        payment: payment.id,
        wallet: payment.wallet,
        provider_dispute_id: new.provider_dispute_id.clone(),
        amount,
        taken: at_most(figures.balance.minus(figures.held)?, amount)?,
        state: DisputeState::Open,
        collector: payment.account.collector(),
    };
    let legs = vec![
        (Account::Wallet(payment.wallet), dispute.taken.negated()?),
        (Account::DisputeDebt, dispute.debt()?.negated()?),
        (dispute.collector.clearing(), amount),
    ];
    let opening = transfer(
        id,
        TransferKind::DisputeOpened,
        "Payment disputed at the bank",
        legs,
    )
    .map_err(|error| unbalanced(&error))?;
    let posted = wallet::post(tx, system, now, &opening)
        .await
        .map_err(|error| refused(&error))?;
    if !disputes::insert(tx, reseller, &dispute, posted.id, now).await? {
        return Err(DisputeError::AnotherDispute);
    }
    let audit = Audit {
        action: "dispute.opened",
        entity: id.to_string(),
        after: Some(json!({
            "payment": payment.id.to_string(),
            "provider_dispute_id": dispute.provider_dispute_id,
            "amount": amount.amount(),
            "taken": dispute.taken.amount(),
        })),
        ..Audit::default()
    };
    audit::record(tx, system, now, audit).await?;
    let notice = |link| Notice::PaymentDisputed { amount, link };
    let page = wallet_page(tx, system, payment.wallet).await?;
    notices::to_user::to_user(tx, backend, reseller, payment.owner, page, notice).await?;
    let event = Event::PaymentDisputed {
        payment: payment.id,
        customer: payment.owner,
        amount,
    };
    webhooks::emit(tx, system, now, &event).await?;
    Ok(dispute)
}

/// What there is, up to `wanted`; nothing when there is less than nothing.
pub(super) fn at_most(there: Money, wanted: Money) -> Result<Money, Internal> {
    let left = if there.minus(wanted)?.is_negative() {
        there
    } else {
        wanted
    };
    Ok(if left.is_negative() {
        Money::zero(wanted.currency())
    } else {
        left
    })
}

async fn open_case(
    backend: &Backend,
    system: &System,
    payment: &Payment,
    dispute: &Dispute,
) -> Result<(), Internal> {
    let summary = format!(
        "The payer of {} disputes {} of it at the bank (dispute {}; collected by the {}). {} were taken out of the \
         wallet, {} had been spent and are a debt until this is decided. The wallet is frozen. Answer the gateway with \
         the order's proof; then `clouddail dispute win {} {}`, or `lose` with the gateway's fee.",
        payment.reference,
        dispute.amount,
        dispute.provider_dispute_id,
        dispute.collector.as_str(),
        dispute.taken,
        dispute.debt()?,
        payment.reference,
        dispute.provider_dispute_id,
    );
    let reference = format!("{}/{}", payment.reference, dispute.provider_dispute_id);
    case::open(
        backend,
        Some(system.reseller()),
        "dispute_opened",
        &reference,
        &summary,
    )
    .await?;
    Ok(())
}
