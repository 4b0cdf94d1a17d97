//! Asks the vendor how a call ended and settles it: after a report, or when none came in time.

use super::{
    agent_end::conclude_agent,
    settle::{Outcome, settle},
    store,
    watch::look_later,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    providers::calls::{CarriedCall, Progress},
    shared::{call::CallState, ids::CallId},
};

/// Settles a call that is over; one that goes on is looked at again when its money ends.
pub async fn conclude(backend: &Backend, system: &System, id: CallId) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken(format!("call {id} does not exist")));
    };
    let is_agents = store::is_agents(&mut tx, system.reseller(), id).await?;
    tx.commit().await?;
    let Some(sid) = call.provider_call_id.as_deref().filter(|_| !call.state.is_over()) else {
        return Ok(call.state);
    };
    if is_agents {
        return conclude_agent(backend, system, &call, sid).await;
    }
    let vendor = backend.providers.call(&call.provider).ok_or_else(|| {
        let vendor = &call.provider;
        Internal::broken(format!("{vendor} carries no calls any more, and {id} is at it"))
    })?;
    let first = vendor.call(sid).await?;
    if !first.progress.is_over() {
        let mut tx = backend.begin(system).await?;
        look_later(&mut tx, system, &call).await?;
        tx.commit().await?;
        return Ok(call.state);
    }
    let legs = match call.phone {
        Some(_) => vendor.legs(sid).await?,
        None => vec![],
    };
    let second = legs.iter().map(|leg| leg.seconds).sum();
    let outcome = Outcome {
        state: state_of(
            &first,
            &legs,
            call.phone.is_some(),
            call.is_out,
            call.has_voicemail,
        ),
        first: first.seconds,
        second,
    };
    settle(backend, system, id, outcome).await
}

/// What it was for the person whose call it is.
fn state_of(
    first: &CarriedCall,
    legs: &[CarriedCall],
    is_joined: bool,
    is_out: bool,
    has_voicemail: bool,
) -> CallState {
    let of = |progress| match progress {
        Progress::Busy => CallState::Busy,
        Progress::NoAnswer => CallState::NoAnswer,
        Progress::Failed => CallState::Failed,
        Progress::Canceled => CallState::Canceled,
        _ => CallState::Completed,
    };
    match (first.progress, legs.last()) {
        (Progress::Completed, _) if has_voicemail => CallState::Completed,
        (Progress::Completed, Some(leg)) => of(leg.progress),
        // The vendor made no second leg: nobody there, or the caller gave up first.
        (Progress::Completed, None) if is_joined => CallState::NoAnswer,
        (Progress::Completed, None) if !is_out && !has_voicemail => CallState::NoAnswer,
        (progress, _) => of(progress),
    }
}
