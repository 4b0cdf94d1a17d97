//! Step 2 of an outgoing call: the vendor rings the caller's phone, outside any transaction. Killed anywhere, the next
//! call goes on from the state it finds, like a message's.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    rate::RINGING_SECONDS,
    reference,
    settle::fail,
    store::{self, OpenCall},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        operations::{
            case,
            unanswered::{self, Traffic, unanswered},
        },
        orders::advance::{LEASE, QUIET},
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::{ProviderError, Refusal, calls::Ring},
    shared::{call::CallState, ids::CallId},
};

/// Pauses between questions.
const PAUSES_SECONDS: [i64; 8] = [3, 5, 10, 20, 40, 90, 180, 300];
/// How far the vendor's clock may be behind ours.
pub(super) const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(30);
/// How long a phone rings.
pub(super) const RING_SECONDS: u32 = 40;

/// Rings, or finds out whether it rang.
pub async fn advance(backend: &Backend, system: &System, id: CallId) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken(format!("call {id} does not exist")));
    };
    let now = backend.now();
    match (call.state, call.submitted_at) {
        (CallState::Queued, None) => {
            store::set_submitted(&mut tx, system.reseller(), id, now).await?;
            tx.commit().await?;
            ring(backend, system, &call).await
        }
        (CallState::Queued, Some(at)) if now - at < LEASE => {
            // Somebody else is ringing; look again when they must be done.
            enqueue(&mut tx, &job(system, id), at + LEASE).await?;
            tx.commit().await?;
            Ok(CallState::Queued)
        }
        (CallState::Queued | CallState::Unknown, _) => {
            store::set_unknown(&mut tx, system.reseller(), id, now).await?;
            tx.commit().await?;
            look_up(backend, system, &call).await
        }
        (state, _) => {
            tx.commit().await?;
            Ok(state)
        }
    }
}

async fn ring(backend: &Backend, system: &System, call: &OpenCall) -> Result<CallState, Internal> {
    // Never into an open circuit: what was not sent has certainly not happened. A call is not tried again later: its
    // caller waits now.
    let may_ask = |_: &&_| {
        let watch = &backend.providers.watch;
        watch.may_ask(&call.provider, backend.now())
    };
    let Some(provider) = backend.providers.call(&call.provider).filter(may_ask) else {
        return fail(backend, system, call.id, &unreachable()).await;
    };
    let reference = reference(system, call.id);
    let ring = Ring {
        from: &call.number,
        to: call.phone.as_deref().unwrap_or_default(),
        reference: &reference,
        limit_seconds: call.limit_seconds + RINGING_SECONDS,
        ring_seconds: RING_SECONDS,
    };
    match provider.ring(&ring).await {
        Ok(carried) => rings(backend, system, call.id, &carried.provider_id, false).await,
        Err(ProviderError::Refused(refusal)) => fail(backend, system, call.id, &refusal).await,
        Err(ProviderError::RateLimited { .. }) => fail(backend, system, call.id, &unreachable()).await,
        Err(ProviderError::Unknown { detail }) => {
            tracing::warn!(call_id = %call.id, %detail, "vendor gave no clear answer");
            let now = backend.now();
            let mut tx = backend.begin(system).await?;
            store::set_unknown(&mut tx, system.reseller(), call.id, now).await?;
            let at = now + TimeDelta::seconds(PAUSES_SECONDS[0]);
            enqueue(&mut tx, &job(system, call.id), at).await?;
            tx.commit().await?;
            Ok(CallState::Unknown)
        }
    }
}

fn unreachable() -> Refusal {
    Refusal::Other {
        code: "unreachable".into(),
        detail: "the vendor could not take the call".into(),
    }
}

pub(super) async fn rings(
    backend: &Backend,
    system: &System,
    id: CallId,
    provider_id: &str,
    is_assumed: bool,
) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    store::set_ringing(
        &mut tx,
        system.reseller(),
        id,
        provider_id,
        is_assumed,
        backend.now(),
    )
    .await?;
    let state = store::lock(&mut tx, system.reseller(), id).await?;
    if let Some(call) = &state {
        super::watch::look_later(&mut tx, system, call).await?;
    }
    tx.commit().await?;
    Ok(state.map_or(CallState::Ringing, |call| call.state))
}

/// Looks for a call whose answer was lost: the vendor keeps no reference of ours, so it is the one between the two phones,
/// of that time, that no call here is known to be. It is marked as assumed.
async fn look_up(backend: &Backend, system: &System, call: &OpenCall) -> Result<CallState, Internal> {
    let asked_at = call.submitted_at.unwrap_or(call.created_at);
    let phone = call.phone.as_deref().unwrap_or_default();
    let answer = match backend.providers.call(&call.provider) {
        Some(vendor) => {
            vendor
                .find_calls(&call.number, phone, asked_at - CLOCKS_DIFFER)
                .await
        }
        None => Err(ProviderError::unknown("the vendor is not in use")),
    };
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), call.id).await? else {
        return Err(Internal::broken("a call vanished"));
    };
    if call.state != CallState::Unknown {
        // A question or a report settled it meanwhile.
        tx.commit().await?;
        return Ok(call.state);
    }
    match answer {
        Ok(found) => {
            let ids: Vec<String> = found.into_iter().map(|found| found.provider_id).collect();
            match store::first_free(&mut tx, &call.provider, &ids).await? {
                Some(at) => {
                    tx.commit().await?;
                    return rings(backend, system, call.id, &ids[at], true).await;
                }
                None if now - asked_at >= QUIET => {
                    tx.commit().await?;
                    let refusal = Refusal::Other {
                        code: "not_received".into(),
                        detail: "the vendor has nothing like it".into(),
                    };
                    return fail(backend, system, call.id, &refusal).await;
                }
                None => ask_again(&mut tx, system, &call, now).await?,
            }
        }
        Err(error) => {
            tracing::warn!(call_id = %call.id, %error, "vendor could not say what became of a call");
            ask_again(&mut tx, system, &call, now).await?;
        }
    }
    tx.commit().await?;
    if now - asked_at >= unanswered::AFTER {
        let id = call.id.to_string();
        let found = unanswered(system, Traffic::Call, id, &call.provider, &call.number, asked_at);
        case::report(backend, &found).await?;
    }
    Ok(CallState::Unknown)
}

async fn ask_again(
    tx: &mut Tx,
    system: &System,
    call: &OpenCall,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let nth = usize::try_from(call.attempts)
        .unwrap_or_default()
        .min(PAUSES_SECONDS.len() - 1);
    store::count_attempt(tx, system.reseller(), call.id, now).await?;
    let at = now + TimeDelta::seconds(PAUSES_SECONDS[nth]);
    enqueue(tx, &job(system, call.id), at).await?;
    Ok(())
}

fn job(system: &System, call: CallId) -> Job {
    Job::AdvanceCall {
        reseller: system.reseller(),
        call,
    }
}
