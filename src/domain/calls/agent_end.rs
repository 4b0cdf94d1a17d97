//! The end of a call an AI agent answered: what it lasted is asked of the vendor, and rated like every call, once.

use super::{
    agent::enter,
    open::charges,
    rate::Increments,
    settle::{Outcome, settle},
    store::{self, OpenCall},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
        scope::{Scope as _, System},
        wallet::{self, Purpose, hold::HoldError, open::Owner},
    },
    providers::agents::{AgentCall, AgentEvent},
    shared::{call::CallState, ids::CallId},
};

/// Applies what the vendor told: in any order and however often. What became of it: a word of `webhook_events`, and a sentence.
pub async fn take_agent_event(
    backend: &Backend,
    event: &AgentEvent,
) -> Result<(&'static str, String), Internal> {
    let (told, is_over) = match event {
        AgentEvent::Asked { .. } => return Ok(("applied", "it was answered when it was asked".into())),
        AgentEvent::Other { what } => return Ok(("ignored", format!("{what} changes nothing here"))),
        AgentEvent::Answered { call } => (call, false),
        AgentEvent::Ended { call } => (call, true),
    };
    let Some((system, id)) = known(backend, told, is_over).await? else {
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
    told: &AgentCall,
    is_over: bool,
) -> Result<Option<(System, CallId)>, Internal> {
    let vendor = backend.providers.agents.name();
    let mut tx = backend.begin_system().await?;
    let found = store::by_vendor(&mut tx, vendor, &told.provider_id).await?;
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
    enter(&mut tx, backend, &system, &holder, told).await?;
    let found = store::by_vendor(&mut tx, vendor, &told.provider_id).await?;
    tx.commit().await?;
    Ok(found.map(|(_, id)| (system, id)))
}

/// Asks how it ended and settles it; one that goes on is looked at again by the sweep.
pub(super) async fn conclude_agent(
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    provider_id: &str,
) -> Result<CallState, Internal> {
    let found = backend.providers.agents.call(provider_id).await?;
    let (state, seconds) = match found {
        // The vendor knows none: it never came about.
        None => (CallState::Failed, 0),
        Some(AgentCall { seconds: None, .. }) => return later(backend, system, call).await,
        Some(AgentCall { seconds: Some(0), .. }) => (CallState::NoAnswer, 0),
        Some(AgentCall {
            seconds: Some(seconds),
            ..
        }) => (CallState::Completed, seconds),
    };
    if call.held_seconds == 0 && seconds > 0 && !hold_now(backend, system, call, seconds).await? {
        return unpaid(backend, system, call, seconds).await;
    }
    let outcome = Outcome {
        state,
        first: seconds,
        second: 0,
    };
    settle(backend, system, call.id, outcome).await
}

async fn later(backend: &Backend, system: &System, call: &OpenCall) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    let at = backend.now() + chrono::TimeDelta::seconds(20);
    let job = Job::ConcludeCall {
        reseller: system.reseller(),
        call: call.id,
    };
    enqueue(&mut tx, &job, at).await?;
    tx.commit().await?;
    Ok(call.state)
}

/// Nothing was set aside before an enterprise's call: its price now. False when there is no money for it.
async fn hold_now(
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    seconds: u32,
) -> Result<bool, Internal> {
    let price = call.rates.bill(Increments::USUAL, seconds, 0)?;
    let charges = charges(Owner::Customer(call.user), call.settlement_mode, price.as_ref())?;
    let mut tx = backend.begin(system).await?;
    let purpose = Purpose::Call(call.id, call.slice);
    match wallet::hold(&mut tx, system, backend.now(), purpose, &charges).await {
        Ok(()) => {}
        Err(HoldError::Insufficient { .. } | HoldError::Frozen) => return Ok(false),
        Err(HoldError::Internal(error)) => return Err(error),
    }
    // The slice is what was set aside, less the minute every slice has beside it.
    let held = Increments::USUAL.billed(seconds).saturating_sub(60).max(1);
    store::set_limit(
        &mut tx,
        system.reseller(),
        call.id,
        call.limit_seconds,
        held,
        call.watch_at,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
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
