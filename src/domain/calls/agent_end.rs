//! The end of a call an AI agent answered: what it lasted is asked of the vendor, and rated like every call, once.

use chrono::TimeDelta;

use super::{
    agent::enter,
    open::{SLICE, charges},
    rate::Increments,
    settle::{Outcome, settle},
    store::{self, OpenCall},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        queue::{Job, enqueue},
        scope::{Scope as _, System},
        wallet::{self, Purpose, hold::HoldError},
    },
    providers::agents::{AgentCall, AgentEvent, AgentProvider},
    shared::{call::CallState, ids::CallId},
};

/// Until a call that goes on is asked about again.
const LATER: TimeDelta = TimeDelta::seconds(20);

/// Applies what the vendor told: in any order and however often. What became of it: a word of `webhook_events`, and a sentence.
pub async fn take_agent_event(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    event: &AgentEvent,
) -> Result<(&'static str, String), Internal> {
    let (told, is_over) = match event {
        AgentEvent::Asked { .. } => return Ok(("applied", "it was answered when it was asked".into())),
        AgentEvent::Other { what } => return Ok(("ignored", format!("{what} changes nothing here"))),
        AgentEvent::Answered { call } => (call, false),
        AgentEvent::Ended { call } => (call, true),
    };
    let Some((system, id)) = known(backend, vendor, told, is_over).await? else {
        return Ok(("ignored", "it is about no number of ours".into()));
    };
    let (now, reseller) = (backend.now(), system.reseller());
    let mut tx = backend.begin(&system).await?;
    if is_over {
        enqueue(&mut tx, &Job::ConcludeCall { reseller, call: id }, now).await?;
    } else {
        store::set_in_progress(&mut tx, reseller, id, now).await?;
    }
    tx.commit().await?;
    Ok((
        "applied",
        format!(
            "{id} was told to be {}",
            if is_over { "over" } else { "answered" }
        ),
    ))
}

/// The call in our books. One that ended and was never asked about, because its number has an assistant of its own at the
/// vendor, is entered now.
async fn known(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    told: &AgentCall,
    is_over: bool,
) -> Result<Option<(System, CallId)>, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::by_vendor(&mut tx, vendor.name(), &told.provider_id).await?;
    let holder = match (found, is_over) {
        (None, true) => store::agent_holder(&mut tx, &told.to).await?,
        _ => None,
    };
    tx.commit().await?;
    if let Some((reseller, id)) = found {
        return Ok(Some((System::of(reseller, "webhook"), id)));
    }
    let Some(holder) = holder else { return Ok(None) };
    let system = System::of(holder.reseller, "webhook");
    let mut tx = backend.begin(&system).await?;
    enter(&mut tx, backend, vendor, &system, (&holder, true), told).await?;
    let found = store::by_vendor(&mut tx, vendor.name(), &told.provider_id).await?;
    tx.commit().await?;
    Ok(found.map(|(_, id)| (system, id)))
}

/// Asks how it ended and settles it; one that goes on is looked at again.
pub(super) async fn conclude_agent(
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    provider_id: &str,
) -> Result<CallState, Internal> {
    let vendor = backend.providers.agents.as_ref().ok_or_else(|| {
        let id = call.id;
        Internal::broken(format!("nobody's AI agents answer any more, and {id} is at one"))
    })?;
    let found = vendor.call(provider_id).await?;
    let (state, seconds) = match found.map(|found| found.seconds) {
        // The vendor knows none: it never came about.
        None => (CallState::Failed, 0),
        Some(None) => return later(backend, system, call).await,
        Some(Some(0)) => (CallState::NoAnswer, 0),
        // Less than the usual time was what there was money for.
        Some(Some(seconds)) if call.limit_seconds < SLICE && seconds >= call.limit_seconds => {
            (CallState::CutOff, seconds)
        }
        Some(Some(seconds)) => (CallState::Completed, seconds),
    };
    if call.held_seconds == 0 && seconds > 0 && !hold_now(backend, system, call.id, seconds).await? {
        return unpaid(backend, system, call, seconds).await;
    }
    let outcome = Outcome {
        state,
        first: seconds,
        second: 0,
    };
    settle(backend, system, call.id, outcome).await
}

/// Asked again until it must be over; from then on the sweep asks.
async fn later(backend: &Backend, system: &System, call: &OpenCall) -> Result<CallState, Internal> {
    let now = backend.now();
    if now < call.watch_at {
        let mut tx = backend.begin(system).await?;
        let job = Job::ConcludeCall {
            reseller: system.reseller(),
            call: call.id,
        };
        enqueue(&mut tx, &job, now + LATER).await?;
        tx.commit().await?;
    }
    Ok(call.state)
}

/// Nothing was set aside before a call that is owed: its price now, or that of the minutes there is money for. False when
/// there is none.
async fn hold_now(backend: &Backend, system: &System, id: CallId, seconds: u32) -> Result<bool, Internal> {
    let mut tx = backend.begin(system).await?;
    let call = store::lock(&mut tx, system.reseller(), id).await?;
    let call = call.ok_or_else(|| Internal::broken("a call vanished"))?;
    // Somebody else is at it, or was.
    if call.state.is_over() || call.held_seconds > 0 {
        return Ok(true);
    }
    let (now, owner) = (backend.now(), call.owner());
    let whole = Increments::USUAL.billed(seconds) / 60;
    for minutes in [
        whole,
        affordable(&mut tx, backend, system, &call).await?.min(whole),
    ] {
        // One minute alone cannot be told from two where a call lasted longer.
        if minutes == 0 || (minutes == 1 && whole > 1) {
            return Ok(false);
        }
        let price = call.rates.bill(Increments::USUAL, minutes * 60, 0)?;
        let charges = charges(owner, call.settlement_mode, price.as_ref())?;
        match wallet::hold(&mut tx, system, now, Purpose::Call(id, call.slice), &charges).await {
            Ok(()) => {}
            Err(HoldError::Insufficient { .. } | HoldError::Frozen) => continue,
            Err(HoldError::Internal(error)) => return Err(error),
        }
        // Beside what is held every slice has a minute of ringing.
        let held = ((minutes - 1) * 60).max(1);
        let price = price.map(|price| price.charged);
        let limit = call.limit_seconds;
        store::set_limit(
            &mut tx,
            system.reseller(),
            id,
            limit,
            (held, price),
            call.watch_at,
        )
        .await?;
        tx.commit().await?;
        return Ok(true);
    }
    Ok(false)
}

/// Whole minutes there is money for.
async fn affordable(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
) -> Result<u32, Internal> {
    let purse = wallet::balance::purse(tx, system, call.owner(), call.currency, backend.now()).await?;
    let (Some(purse), Some(minute)) = (purse, call.rates.minute()?) else {
        return Ok(0);
    };
    let minutes = purse.available()?.micros().max(0) / minute.micros().max(1);
    Ok(u32::try_from(minutes).unwrap_or(u32::MAX))
}

async fn unpaid(
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    seconds: u32,
) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    store::set_unpaid(&mut tx, system.reseller(), call.id, seconds, backend.now()).await?;
    tx.commit().await?;
    tracing::warn!(call_id = %call.id, seconds, "an agent's call is left unpaid");
    Ok(CallState::Completed)
}
