//! Asks the gateway to give the money back, outside any transaction, and books what it says. The withdrawal's row
//! decides who asks; killed anywhere, the next call goes on from the state it finds. See `orders::advance`.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    book, gateway,
    state::State,
    store::{self, Withdrawal},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        operations::case,
        payments,
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::{ProviderError, Refusal, payments::RefundRequest},
    shared::ids::WithdrawalId,
};

/// Longer than the gateway may take to answer.
pub const LEASE: TimeDelta = TimeDelta::seconds(45);
/// Without a clear answer for this long, an operator is told.
pub const CASE_AFTER: TimeDelta = TimeDelta::minutes(30);
/// The gateway could not be asked for this long: the money stays in the wallet.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::hours(24);
/// Pauses between looks and between tries. Nobody waits at a page.
const PAUSES_SECONDS: [i64; 7] = [5, 30, 120, 600, 1_800, 3_600, 21_600];
/// The last of them.
pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(6);

/// Takes a withdrawal as far as it goes now.
pub async fn advance(backend: &Backend, system: &System, id: WithdrawalId) -> Result<State, Internal> {
    let reseller = system.reseller();
    let mut tx = backend.begin(system).await?;
    let Some(withdrawal) = store::lock(&mut tx, reseller, id).await? else {
        return Err(Internal::broken(format!("withdrawal {id} does not exist")));
    };
    let now = backend.now();
    match withdrawal.state {
        State::Held if withdrawal.is_frozen => {
            tx.commit().await?;
            let reason = "A payment of this account is disputed at its bank.";
            book::released(backend, system, id, reason).await
        }
        State::Held => {
            store::set_state(&mut tx, reseller, id, State::Submitted, now).await?;
            tx.commit().await?;
            ask(backend, system, &withdrawal).await
        }
        State::Submitted if withdrawal.submitted_at.is_some_and(|at| now - at < LEASE) => {
            // Somebody else is asking; look again when they must be done.
            let at = withdrawal.submitted_at.map_or(now, |at| at + LEASE);
            enqueue(&mut tx, &job(system, id), at).await?;
            tx.commit().await?;
            Ok(State::Submitted)
        }
        State::Submitted => {
            store::set_state(&mut tx, reseller, id, State::Unknown, now).await?;
            tx.commit().await?;
            look_for(backend, system, &withdrawal).await
        }
        State::Unknown => {
            tx.commit().await?;
            look_for(backend, system, &withdrawal).await
        }
        state @ (State::Done | State::Released) => {
            tx.commit().await?;
            Ok(state)
        }
    }
}

async fn ask(backend: &Backend, system: &System, withdrawal: &Withdrawal) -> Result<State, Internal> {
    let id = withdrawal.id;
    let account = account_of(backend, system, withdrawal).await?;
    match gateway::refund(&account, &request(withdrawal)).await {
        Ok(made) => book::done(backend, system, id, &made.provider_id).await,
        Err(ProviderError::Refused(refusal)) => {
            tracing::warn!(withdrawal_id = %id, %refusal, "gateway refused a refund");
            book::released(backend, system, id, words(&refusal)).await
        }
        Err(ProviderError::RateLimited { .. }) => {
            // Certainly not done.
            if backend.now() - withdrawal.created_at >= GIVE_UP_AFTER {
                let reason = "Our payment provider could not be reached.";
                return book::released(backend, system, id, reason).await;
            }
            again(backend, system, withdrawal, State::Submitted, State::Held).await
        }
        Err(ProviderError::Unknown { detail }) => {
            tracing::warn!(withdrawal_id = %id, %detail, "gateway gave no clear answer");
            let mut tx = backend.begin(system).await?;
            store::lock(&mut tx, system.reseller(), id).await?;
            store::set_state(&mut tx, system.reseller(), id, State::Unknown, backend.now()).await?;
            tx.commit().await?;
            look_for(backend, system, withdrawal).await
        }
    }
}

async fn account_of(
    backend: &Backend,
    system: &System,
    withdrawal: &Withdrawal,
) -> Result<payments::gateway::Gateway, Internal> {
    payments::gateway::of_payment(backend, system, withdrawal.payment)
        .await?
        .ok_or_else(|| Internal::broken("a withdrawal's payment vanished"))
}

/// Never asks again. A refund that does not show is no proof that there is none, so only an operator can say so.
async fn look_for(backend: &Backend, system: &System, withdrawal: &Withdrawal) -> Result<State, Internal> {
    let account = account_of(backend, system, withdrawal).await?;
    match gateway::find(&account, &request(withdrawal)).await {
        Ok(Some(made)) => return book::done(backend, system, withdrawal.id, &made.provider_id).await,
        Ok(None) => {}
        Err(error) => {
            tracing::warn!(withdrawal_id = %withdrawal.id, %error, "gateway could not say what became of a refund");
        }
    }
    let state = again(backend, system, withdrawal, State::Unknown, State::Unknown).await?;
    if state == State::Unknown && backend.now() - withdrawal.created_at >= CASE_AFTER {
        open_case(backend, system, withdrawal).await?;
    }
    Ok(state)
}

/// Counts the attempt and comes back later, unless somebody else has moved the withdrawal meanwhile.
async fn again(
    backend: &Backend,
    system: &System,
    withdrawal: &Withdrawal,
    from: State,
    to: State,
) -> Result<State, Internal> {
    let (reseller, now, id) = (system.reseller(), backend.now(), withdrawal.id);
    let mut tx = backend.begin(system).await?;
    let Some(current) = store::lock(&mut tx, reseller, id).await? else {
        return Err(Internal::broken("a withdrawal vanished"));
    };
    if current.state != from {
        tx.commit().await?;
        return Ok(current.state);
    }
    store::set_state(&mut tx, reseller, id, to, now).await?;
    store::count_attempt(&mut tx, reseller, id, now).await?;
    enqueue(&mut tx, &job(system, id), next(current.attempts, now)).await?;
    tx.commit().await?;
    Ok(to)
}

fn next(attempts: i32, now: DateTime<Utc>) -> DateTime<Utc> {
    let nth = usize::try_from(attempts)
        .unwrap_or_default()
        .min(PAUSES_SECONDS.len() - 1);
    now + TimeDelta::seconds(PAUSES_SECONDS[nth])
}

async fn open_case(backend: &Backend, system: &System, withdrawal: &Withdrawal) -> Result<(), Internal> {
    let summary = format!(
        "{} was asked back for payment {} ({} {}) at {} with our reference {}, and the answer never came. The gateway \
         does not show a refund with that reference, and it is not asked a second time. The money is still held in the \
         wallet of {}. Find the refund on the gateway's own pages and settle the withdrawal as done or not done.",
        withdrawal.amount,
        withdrawal.payment,
        withdrawal.provider,
        withdrawal.provider_payment,
        withdrawal
            .submitted_at
            .unwrap_or(withdrawal.created_at)
            .format("%Y-%m-%d %H:%M UTC"),
        withdrawal.id,
        withdrawal.user,
    );
    case::open(
        backend,
        Some(system.reseller()),
        "withdrawal_unknown",
        &withdrawal.id.to_string(),
        &summary,
    )
    .await?;
    Ok(())
}

fn request(withdrawal: &Withdrawal) -> RefundRequest {
    RefundRequest {
        payment: withdrawal.provider_payment.clone(),
        amount: withdrawal.amount,
        reference: withdrawal.id.to_string(),
    }
}

/// A gateway's no in the words of the wallet's owner.
const fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OurAccount { .. } => "Our payment provider cannot send money back at the moment.",
        Refusal::OutOfStock
        | Refusal::AddressRequired
        | Refusal::DocumentsRequired
        | Refusal::AddressRefused { .. }
        | Refusal::Other { .. } => "The card's bank or our payment provider did not take it.",
    }
}

fn job(system: &System, withdrawal: WithdrawalId) -> Job {
    Job::AdvanceWithdrawal {
        reseller: system.reseller(),
        withdrawal,
    }
}
