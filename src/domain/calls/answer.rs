//! The vendor asks what a call does next, and waits: one or two small transactions, and never a vendor.

use super::{
    advance::RING_SECONDS,
    cut::{BUSY, CONNECTING, GREETING, NOBODY, USED_UP},
    incoming::incoming,
    read_reference, reference,
    store::{self, OpenCall},
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    providers::{
        calls::{CallProvider, Progress, Step, VoiceAsk},
        payments::WebhookError,
    },
};

/// Longest message somebody leaves.
pub(super) const MESSAGE_SECONDS: u32 = 120;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    #[error("no such vendor")]
    NoSuchProvider,
    #[error(transparent)]
    Rejected(WebhookError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AnswerError);

/// What the call does next, in the vendor's language.
pub async fn answer(
    backend: &Backend,
    provider: &str,
    step: &str,
    query: Option<&str>,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<String, AnswerError> {
    let vendor = backend.providers.call(provider);
    let vendor = vendor.ok_or(AnswerError::NoSuchProvider)?.as_ref();
    let ask = vendor.read_question(step, query, header, body).map_err(|error| {
        metrics::counter!("webhooks_rejected_total", "provider" => vendor.name()).increment(1);
        AnswerError::Rejected(error)
    })?;
    Ok(reply(backend, vendor, &ask).await?)
}

/// The script for a call that asks, or waits.
pub(super) async fn reply(
    backend: &Backend,
    vendor: &dyn CallProvider,
    ask: &VoiceAsk,
) -> Result<String, Internal> {
    match ask {
        VoiceAsk::Incoming {
            provider_id,
            from,
            to,
        } => incoming(backend, vendor, provider_id, from, to).await,
        VoiceAsk::Answered {
            reference,
            provider_id,
        } => answered(backend, vendor, reference, provider_id).await,
        VoiceAsk::Joined {
            reference,
            leg,
            progress,
            seconds,
        } => joined(backend, vendor, reference, leg.as_deref(), (*progress, *seconds)).await,
        VoiceAsk::Recorded {
            reference,
            recording,
            seconds,
        } => recorded(backend, vendor, reference, recording, *seconds).await,
    }
}

/// The caller's phone was answered: the other side is rung.
async fn answered(
    backend: &Backend,
    vendor: &dyn CallProvider,
    text: &str,
    provider_id: &str,
) -> Result<String, Internal> {
    let end = || vendor.script(text, &[Step::HangUp]);
    let Some((id, system)) = read_reference(text) else {
        return Ok(end());
    };
    let mut tx = backend.begin(&system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Ok(end());
    };
    let is_another = call
        .provider_call_id
        .as_deref()
        .is_some_and(|known| known != provider_id);
    if !call.is_out || is_another || call.state.is_over() {
        tx.commit().await?;
        return Ok(end());
    }
    store::set_answered(&mut tx, system.reseller(), id, provider_id, backend.now()).await?;
    if let Some(call) = store::lock(&mut tx, system.reseller(), id).await? {
        super::watch::look_later(&mut tx, &system, &call).await?;
    }
    tx.commit().await?;
    let steps = [
        Step::Say(CONNECTING),
        Step::Join {
            to: &call.peer,
            caller: &call.number,
            ring_seconds: RING_SECONDS,
            limit_seconds: call.limit_seconds,
        },
    ];
    Ok(vendor.script(text, &steps))
}

/// The second leg is over, or never came about.
async fn joined(
    backend: &Backend,
    vendor: &dyn CallProvider,
    text: &str,
    leg: Option<&str>,
    (progress, seconds): (Progress, u32),
) -> Result<String, Internal> {
    let Some((id, system)) = read_reference(text) else {
        return Ok(vendor.script(text, &[Step::HangUp]));
    };
    let mut tx = backend.begin(&system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Ok(vendor.script(text, &[Step::HangUp]));
    };
    let is_talked = matches!(progress, Progress::Completed | Progress::InProgress);
    let is_used_up = is_talked && seconds >= call.limit_seconds;
    let (reseller, now) = (system.reseller(), backend.now());
    store::set_joined(&mut tx, reseller, id, leg, (is_talked, seconds, is_used_up), now).await?;
    let settings = store::call_settings(&mut tx, reseller, call.number_id).await?;
    tx.commit().await?;
    let greeting = settings.greeting.as_deref().unwrap_or(GREETING);
    let steps = match (call.is_out, is_talked, progress) {
        (_, true, _) if is_used_up => vec![Step::Say(USED_UP), Step::HangUp],
        (_, true, _) => vec![Step::HangUp],
        (true, false, Progress::Busy) => vec![Step::Say(BUSY), Step::HangUp],
        (true, false, _) => vec![Step::Say(NOBODY), Step::HangUp],
        (false, false, _) if settings.has_voicemail => voicemail(greeting, &call).into(),
        (false, false, _) => vec![Step::HangUp],
    };
    Ok(vendor.script(text, &steps))
}

/// A greeting, and the tone.
pub(super) fn voicemail<'a>(greeting: &'a str, call: &OpenCall) -> [Step<'a>; 3] {
    let most_seconds = call.limit_seconds.min(MESSAGE_SECONDS);
    [Step::Say(greeting), Step::Record { most_seconds }, Step::HangUp]
}

/// A message was left; the same again changes nothing.
async fn recorded(
    backend: &Backend,
    vendor: &dyn CallProvider,
    text: &str,
    recording: &str,
    seconds: u32,
) -> Result<String, Internal> {
    if let Some((id, system)) = read_reference(text) {
        let mut tx = backend.begin(&system).await?;
        if store::lock(&mut tx, system.reseller(), id).await?.is_some() {
            let (reseller, now) = (system.reseller(), backend.now());
            store::add_voicemail(&mut tx, reseller, id, recording, seconds, now).await?;
            store::set_message_left(&mut tx, reseller, id, now).await?;
        }
        tx.commit().await?;
    }
    Ok(vendor.script(text, &[Step::HangUp]))
}

/// The script of a call that comes in, from what stands in the books.
pub(super) fn script_of(
    vendor: &dyn CallProvider,
    system: &System,
    call: &OpenCall,
    caller: &str,
    settings: &store::CallRules,
) -> String {
    let text = reference(system, call.id);
    match &call.phone {
        Some(phone) => {
            let join = Step::Join {
                to: phone,
                caller,
                ring_seconds: u32::try_from(settings.ring_seconds).unwrap_or(RING_SECONDS),
                limit_seconds: call.limit_seconds,
            };
            vendor.script(&text, &[join])
        }
        None => {
            let greeting = settings.greeting.as_deref().unwrap_or(GREETING);
            vendor.script(&text, &voicemail(greeting, call))
        }
    }
}
