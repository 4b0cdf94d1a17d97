//! Before the money of a call under way ends: more of it is set aside, or the call is ended with a sentence.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    conclude::conclude,
    cut::USED_UP,
    open::{SLICE, charges, least_of},
    rate::Increments,
    store::{self, OpenCall},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        budgets,
        error::Internal,
        queue::{Job, enqueue},
        scope::{Scope, System},
        wallet::{self, Purpose, hold::HoldError},
    },
    providers::{ProviderError, calls::CallProvider},
    shared::{ids::CallId, money::Money},
};

/// Before the end of a slice.
const AHEAD: TimeDelta = TimeDelta::seconds(30);
/// Before the end of the money.
const LAST: TimeDelta = TimeDelta::seconds(5);

/// Has the call looked at when its slice nears its end. One whose slice lasts as long as the vendor lets it is ended by the
/// vendor.
pub(super) async fn look_later(tx: &mut Tx, system: &System, call: &OpenCall) -> Result<(), Internal> {
    if call.held_seconds < call.limit_seconds && !call.state.is_over() {
        enqueue(tx, &job(system, call.id), call.watch_at - AHEAD).await?;
    }
    Ok(())
}

/// Lengthens the slice of a call that goes on, or ends the call; one whose end nobody reported is settled.
pub async fn watch(backend: &Backend, system: &System, id: CallId) -> Result<(), Internal> {
    let now = backend.now();
    let Some((vendor, sid)) = due(backend, system, id, now).await? else {
        return Ok(());
    };
    // No answer is no news: the money is set aside for a call that goes on.
    if vendor.call(&sid).await.is_ok_and(|leg| leg.progress.is_over()) {
        conclude(backend, system, id).await?;
        return Ok(());
    }
    let mut tx = backend.begin(system).await?;
    let call = lock(&mut tx, system, id).await?;
    if call.state.is_over() {
        tx.commit().await?;
        return Ok(());
    }
    if !call.is_cut_off && lengthen(&mut tx, backend, system, &call).await? {
        let call = lock(&mut tx, system, id).await?;
        look_later(&mut tx, system, &call).await?;
        tx.commit().await?;
        return Ok(());
    }
    tx.rollback().await?;
    let mut tx = backend.begin(system).await?;
    if now < call.watch_at - LAST {
        // Money may still come.
        enqueue(&mut tx, &job(system, id), call.watch_at - LAST).await?;
        tx.commit().await?;
        return Ok(());
    }
    // Written before it is asked for: the report of the end may be quicker than the answer.
    store::set_cut_off(&mut tx, system.reseller(), id, now).await?;
    tx.commit().await?;
    match vendor.cut_off(&sid, USED_UP).await {
        // A refusal: it ended this moment.
        Ok(()) | Err(ProviderError::Refused(_)) => {}
        Err(error) => return Err(error.into()),
    }
    let mut tx = backend.begin(system).await?;
    let job = Job::ConcludeCall {
        reseller: system.reseller(),
        call: id,
    };
    enqueue(&mut tx, &job, now + TimeDelta::seconds(20)).await?;
    tx.commit().await?;
    Ok(())
}

/// The vendor of a call whose slice nears its end, and its id there; one that is looked at too early is looked at again.
async fn due(
    backend: &Backend,
    system: &System,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<Option<(Arc<dyn CallProvider>, String)>, Internal> {
    let mut tx = backend.begin(system).await?;
    let call = lock(&mut tx, system, id).await?;
    let is_watched = !call.state.is_over() && call.held_seconds < call.limit_seconds;
    let is_early = now < call.watch_at - AHEAD;
    if is_watched && is_early {
        look_later(&mut tx, system, &call).await?;
    }
    tx.commit().await?;
    let vendor = backend.providers.call(&call.provider);
    Ok(vendor
        .cloned()
        .zip(call.provider_call_id)
        .filter(|_| is_watched && !is_early))
}

async fn lock(tx: &mut Tx, system: &System, id: CallId) -> Result<OpenCall, Internal> {
    let call = store::lock(tx, system.reseller(), id).await?;
    call.ok_or_else(|| Internal::broken(format!("call {id} does not exist")))
}

/// Sets the next slice aside, or what there is of it. False when there is nothing: the caller takes the transaction back.
async fn lengthen(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
) -> Result<bool, Internal> {
    let (now, owner) = (backend.now(), call.owner());
    // Budgets before wallets, as everywhere; the slice itself is in what they count.
    let room = match &call.company {
        Some(of) => budgets::room(tx, system, now, &of.purchase(Money::zero(call.currency)))
            .await?
            .map(|room| room.plus(call.held))
            .transpose()?,
        None => None,
    };
    wallet::release(tx, system, now, Purpose::Call(call.id, call.slice)).await?;
    let purse = wallet::balance::purse(tx, system, owner, call.currency, now).await?;
    let available = match purse {
        Some(purse) => purse.available()?,
        None => Money::zero(call.currency),
    };
    let available = least_of(available, room)?;
    let most = call.limit_seconds.min(call.held_seconds + SLICE);
    let affordable = call
        .rates
        .time_limit(Increments::USUAL, available, most)?
        .unwrap_or(0);
    if affordable <= call.held_seconds {
        return Ok(false);
    }
    let stack = call.rates.slice(Increments::USUAL, affordable)?;
    let charges = charges(owner, call.settlement_mode, stack.as_ref())?;
    let slice = call.slice + 1;
    match wallet::hold(tx, system, now, Purpose::Call(call.id, slice), &charges).await {
        Ok(()) => {}
        // The float, or credit that was spent this moment.
        Err(HoldError::Insufficient { .. } | HoldError::Frozen) => return Ok(false),
        Err(HoldError::Internal(error)) => return Err(error),
    }
    let more = affordable - call.held_seconds;
    let until = call.watch_at + TimeDelta::seconds(i64::from(more));
    let price = stack.map(|stack| stack.charged);
    store::set_lengthened(
        tx,
        system.reseller(),
        call.id,
        (affordable, slice, price),
        until,
        now,
    )
    .await?;
    Ok(true)
}

fn job(system: &System, call: CallId) -> Job {
    Job::WatchCall {
        reseller: system.reseller(),
        call,
    }
}
