//! Applies what a vendor reported. Reports come late, twice and in any order: a message only ever goes on.

use super::{receive::receive, settle, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    providers::messages::{Delivery, MessageEvent},
    shared::ids::{MessageId, ResellerId},
};

/// What became of the event: a word of `webhook_events`, and a sentence.
pub async fn take_event(
    backend: &Backend,
    provider: &str,
    event: &MessageEvent,
) -> Result<(&'static str, String), Internal> {
    match event {
        MessageEvent::Call { .. }
        | MessageEvent::Voice { .. }
        | MessageEvent::Next { .. }
        | MessageEvent::NumberOrder { .. }
        | MessageEvent::Other { .. } => Ok(("ignored", "it is about no message".into())),
        MessageEvent::Received {
            provider_id,
            from,
            to,
            body,
            segments,
            ..
        } => receive(backend, provider, provider_id, (from, to), body, *segments).await,
        MessageEvent::Status {
            reference,
            provider_id,
            delivery,
            error_code,
            ..
        } => {
            let Some((id, reseller)) = parse(reference) else {
                return Ok(("unknown", "it carries no reference of ours".into()));
            };
            let system = System::of(reseller, "webhook");
            note_status(
                backend,
                &system,
                id,
                provider_id,
                *delivery,
                error_code.as_deref(),
            )
            .await
        }
    }
}

fn parse(reference: &str) -> Option<(MessageId, ResellerId)> {
    let (message, reseller) = reference.split_once('.')?;
    Some((message.parse().ok()?, reseller.parse().ok()?))
}

/// A report about a message in flight is as good as the lost answer: the vendor took it.
async fn note_status(
    backend: &Backend,
    system: &System,
    id: MessageId,
    provider_id: &str,
    delivery: Delivery,
    error_code: Option<&str>,
) -> Result<(&'static str, String), Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(message) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Ok(("unknown", format!("there is no message {id}")));
    };
    if message
        .provider_message_id
        .as_deref()
        .is_some_and(|known| known != provider_id)
    {
        return Ok(("unknown", format!("{id} is another message at the vendor")));
    }
    let before = message.state;
    if before.is_in_flight() {
        settle::capture(&mut tx, backend, system, &message, provider_id, false).await?;
    }
    let state = settle::state_of(delivery);
    let (now, reseller) = (backend.now(), system.reseller());
    let is_news = store::set_state(&mut tx, reseller, id, state, error_code, now).await?;
    tx.commit().await?;
    let word = if is_news || before.is_in_flight() {
        "applied"
    } else {
        "unchanged"
    };
    Ok((
        word,
        format!("{id} was {}; the report said {}", before.as_str(), state.as_str()),
    ))
}
