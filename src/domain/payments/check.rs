//! Asks the gateway what became of a payment, and books the answer once.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    gateway,
    store::{self, Payment},
    wallet_page::wallet_page,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        notices::{self, Notice},
        operations::case,
        queue::{Job, enqueue},
        scope::{Scope, System},
        wallet::{self, credit::Credit},
        webhooks::{self, Event},
    },
    providers::{ProviderError, Refusal, payments::PaymentOutcome},
    shared::{
        ids::PaymentId,
        money::{Money, PositiveMoney},
        wallet::PaymentStatus,
    },
};

/// A payer who has not paid by then is taken to have walked away; a later payment is still credited.
const ABANDONED_AFTER: TimeDelta = TimeDelta::hours(24);

/// Why the payment stayed as it was.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    #[error("no such payment")]
    NotFound,
    #[error("the gateway does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CheckError);

/// Brings a payment up to date and returns where it stands. Any number of callers at once credit it once.
pub async fn check(backend: &Backend, system: &System, id: PaymentId) -> Result<PaymentStatus, CheckError> {
    let mut tx = backend.begin(system).await?;
    let payment = store::payment(&mut tx, system.reseller(), id)
        .await?
        .ok_or(CheckError::NotFound)?;
    let gateway = gateway::open(&mut tx, backend, system.reseller(), payment.account).await?;
    tx.commit().await?;
    if payment.state == PaymentStatus::Paid {
        return Ok(payment.state);
    }
    let outcome = match gateway.outcome(&payment.reference).await {
        Ok(outcome) => outcome,
        Err(error) => {
            if matches!(error, ProviderError::Refused(Refusal::OurAccount { .. })) {
                cannot_ask(backend, system, &payment, &error).await?;
            }
            return Err(CheckError::Unavailable(error));
        }
    };
    match outcome {
        PaymentOutcome::Paid {
            provider_id,
            amount,
            fee,
        } if covers(amount, payment.amount) => {
            Ok(settle(backend, system, id, &provider_id, amount, fee).await?)
        }
        PaymentOutcome::Paid {
            provider_id, amount, ..
        } => {
            let summary = format!(
                "The gateway says {} was paid as {provider_id} for reference {}, but {} was asked. Nothing was \
                 credited. Compare with the gateway and credit or refund by hand.",
                amount.amount(),
                payment.reference,
                payment.amount.amount(),
            );
            case::open(
                backend,
                Some(system.reseller()),
                "payment_mismatch",
                &payment.reference,
                &summary,
            )
            .await?;
            Ok(payment.state)
        }
        PaymentOutcome::Failed { .. } => Ok(step(backend, system, &payment, PaymentStatus::Failed).await?),
        PaymentOutcome::Pending => {
            let is_old = backend.now() - payment.created_at >= ABANDONED_AFTER;
            let state = if is_old {
                PaymentStatus::Abandoned
            } else {
                payment.state
            };
            Ok(step(backend, system, &payment, state).await?)
        }
    }
}

/// Without keys the gateway takes, nobody here can see whether the payer paid.
async fn cannot_ask(
    backend: &Backend,
    system: &System,
    payment: &Payment,
    error: &ProviderError,
) -> Result<(), Internal> {
    let summary = format!(
        "The gateway does not take the {}'s keys any more, so payment {} of {} cannot be looked up ({error}). If the \
         payer paid, the wallet lacks it. Enter working keys of the same account; the payment is then credited by the \
         next look.",
        payment.account.collector().as_str(),
        payment.reference,
        payment.amount,
    );
    let reference = &payment.reference;
    case::open(
        backend,
        Some(system.reseller()),
        "payment_unknown",
        reference,
        &summary,
    )
    .await?;
    Ok(())
}

/// The gateway must have collected at least what was asked, in the same currency.
fn covers(paid: Money, asked: Money) -> bool {
    paid.minus(asked).is_ok_and(|rest| !rest.is_negative())
}

async fn settle(
    backend: &Backend,
    system: &System,
    id: PaymentId,
    provider_id: &str,
    amount: Money,
    fee: Money,
) -> Result<PaymentStatus, Internal> {
    let now = backend.now();
    let reseller = system.reseller();
    let mut tx = backend.begin(system).await?;
    let Some(payment) = store::lock_payment(&mut tx, reseller, id).await? else {
        return Err(Internal::broken("a payment vanished"));
    };
    if payment.state == PaymentStatus::Paid {
        tx.commit().await?;
        return Ok(PaymentStatus::Paid);
    }
    let positive = PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a payment of nothing"))?;
    let credit = Credit {
        payment: id,
        wallet: payment.wallet,
        amount: positive,
        fee,
        collector: payment.account.collector(),
    };
    let posted = wallet::credit(&mut tx, system, now, credit)
        .await
        .map_err(|error| Internal::broken(format!("credit of {id}: {error}")))?;
    store::set_paid(&mut tx, reseller, id, provider_id, fee, posted.id, now).await?;
    let balance = store::wallet_balance(&mut tx, reseller, payment.wallet).await?;
    let notice = |link| Notice::TopUpReceived {
        amount,
        balance,
        link,
    };
    let page = wallet_page(&mut tx, system, payment.wallet).await?;
    notices::to_user::to_user(&mut tx, backend, reseller, payment.owner, page, notice).await?;
    let event = Event::PaymentSettled {
        payment: id,
        customer: payment.owner,
        amount,
    };
    webhooks::emit(&mut tx, system, now, &event).await?;
    tx.commit().await?;
    metrics::counter!("payments_total", "outcome" => "paid").increment(1);
    tracing::info!(reseller_id = %reseller, payment_id = %id, "payment settled");
    Ok(PaymentStatus::Paid)
}

/// Notes a state that moves no money, and looks again later unless it is over.
async fn step(
    backend: &Backend,
    system: &System,
    payment: &Payment,
    state: PaymentStatus,
) -> Result<PaymentStatus, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let state = store::set_unpaid(&mut tx, system.reseller(), payment.id, state)
        .await?
        .unwrap_or(PaymentStatus::Paid);
    if matches!(
        state,
        PaymentStatus::Created | PaymentStatus::Pending | PaymentStatus::Failed
    ) {
        // A declined payer may still succeed on the same page, so failed is looked at again too.
        if let Some(at) = next_look(payment.created_at, now) {
            let job = Job::CheckPayment {
                reseller: system.reseller(),
                payment: payment.id,
            };
            enqueue(&mut tx, &job, at).await?;
        }
    }
    tx.commit().await?;
    Ok(state)
}

/// Pauses grow with the payment's age: after half its age again, at least a minute, at most six hours.
fn next_look(created_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let age = now - created_at;
    if age > ABANDONED_AFTER + TimeDelta::hours(1) {
        return None;
    }
    Some(now + (age / 2).clamp(TimeDelta::minutes(1), TimeDelta::hours(6)))
}
