//! Steps 2 and 3 of a message: ask the vendor, outside any transaction, and book what it says. Killed anywhere, the next
//! call goes on from the state it finds, like an order's.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    settle::{accept, refuse},
    store::{self, OpenMessage},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        operations::{
            case,
            unanswered::{self, Traffic, unanswered},
        },
        orders::advance::{GIVE_UP_AFTER, LEASE, QUIET},
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::{
        ProviderError, Refusal,
        messages::{CarriedMessage, Outgoing},
    },
    shared::{ids::MessageId, message::MessageState},
};

/// Pauses between questions.
const PAUSES_SECONDS: [i64; 8] = [3, 5, 10, 20, 40, 90, 180, 300];
/// How often a busy vendor is asked again before the message goes back to waiting.
const BUSY_TRIES: u32 = 4;
/// How far the vendor's clock may be behind ours.
pub(super) const CLOCKS_DIFFER: TimeDelta = TimeDelta::seconds(30);

/// Takes a message as far as it goes now.
pub async fn advance(backend: &Backend, system: &System, id: MessageId) -> Result<MessageState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(message) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken(format!("message {id} does not exist")));
    };
    let now = backend.now();
    match message.state {
        MessageState::Queued => {
            store::set_sending(&mut tx, system.reseller(), id, now).await?;
            tx.commit().await?;
            ask(backend, system, &message).await
        }
        MessageState::Sending if message.submitted_at.is_some_and(|at| now - at < LEASE) => {
            // Somebody else is asking; look again when they must be done.
            let at = message.submitted_at.map_or(now, |at| at + LEASE);
            enqueue(&mut tx, &job(system, id), at).await?;
            tx.commit().await?;
            Ok(MessageState::Sending)
        }
        MessageState::Sending => {
            store::set_unknown(&mut tx, system.reseller(), id, now).await?;
            tx.commit().await?;
            look_up(backend, system, &message).await
        }
        MessageState::Unknown => {
            tx.commit().await?;
            look_up(backend, system, &message).await
        }
        state => {
            tx.commit().await?;
            Ok(state)
        }
    }
}

async fn ask(backend: &Backend, system: &System, message: &OpenMessage) -> Result<MessageState, Internal> {
    let provider = backend.providers.message(&message.provider);
    let reference = reference(system, message.id);
    let outgoing = Outgoing {
        from: &message.from,
        to: &message.peer,
        body: &message.body,
        reference: &reference,
    };
    for attempt in 1..=BUSY_TRIES {
        // Never into an open circuit: what was not sent has certainly not happened.
        let Some(provider) = provider.filter(|vendor| {
            let watch = &backend.providers.watch;
            watch.may_ask(vendor.name(), backend.now())
        }) else {
            break;
        };
        match provider.send(&outgoing).await {
            Ok(carried) => return accept(backend, system, message.id, &carried, false).await,
            Err(ProviderError::Refused(refusal)) => {
                return refuse(backend, system, message.id, &refusal).await;
            }
            Err(ProviderError::RateLimited { retry_after_seconds }) if attempt < BUSY_TRIES => {
                let pause = u64::from(retry_after_seconds.clamp(1, 3));
                tokio::time::sleep(Duration::from_secs(pause)).await;
            }
            Err(ProviderError::RateLimited { .. }) => break,
            Err(ProviderError::Unknown { detail }) => {
                tracing::warn!(message_id = %message.id, %detail, "vendor gave no clear answer");
                mark_unknown(backend, system, message.id).await?;
                return look_up(backend, system, message).await;
            }
        }
    }
    if backend.now() - message.created_at >= GIVE_UP_AFTER {
        let refusal = Refusal::Other {
            code: "unreachable".into(),
            detail: "the vendor could not take the message".into(),
        };
        return refuse(backend, system, message.id, &refusal).await;
    }
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    if store::set_queued(&mut tx, system.reseller(), message.id, now).await? {
        enqueue(&mut tx, &job(system, message.id), now + TimeDelta::seconds(20)).await?;
    }
    tx.commit().await?;
    Ok(MessageState::Queued)
}

/// Looks for a message whose answer was lost: the vendor keeps no reference of ours, so it is the one between the two
/// numbers, of the same text and time, that no message here is known to be. It is marked as assumed.
async fn look_up(
    backend: &Backend,
    system: &System,
    message: &OpenMessage,
) -> Result<MessageState, Internal> {
    let asked_at = message.submitted_at.unwrap_or(message.created_at);
    let answer = match backend.providers.message(&message.provider) {
        Some(vendor) => {
            vendor
                .find(&message.from, &message.peer, asked_at - CLOCKS_DIFFER)
                .await
        }
        None => Err(ProviderError::unknown("the vendor is not in use")),
    };
    let own = reference(system, message.id);
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let Some(message) = store::lock(&mut tx, system.reseller(), message.id).await? else {
        return Err(Internal::broken("a message vanished"));
    };
    if message.state != MessageState::Unknown {
        // A report settled it meanwhile.
        tx.commit().await?;
        return Ok(message.state);
    }
    match answer {
        Ok(found) => {
            let candidates: Vec<CarriedMessage> = found
                .into_iter()
                .filter(|found| found.body == message.body)
                .filter(|found| found.reference.as_ref().is_none_or(|of| *of == own))
                .collect();
            let free = store::first_free(&mut tx, &message.provider, &candidates).await?;
            // One that is being sent this moment may be the one that was found.
            let is_alone = !store::has_twin(&mut tx, system.reseller(), &message).await?;
            match free {
                Some(at) if is_alone => {
                    tx.commit().await?;
                    return accept(backend, system, message.id, &candidates[at], true).await;
                }
                None if now - asked_at >= QUIET => {
                    tx.commit().await?;
                    let refusal = Refusal::Other {
                        code: "not_received".into(),
                        detail: "the vendor has nothing like it".into(),
                    };
                    return refuse(backend, system, message.id, &refusal).await;
                }
                _ => ask_again(&mut tx, system, &message, now).await?,
            }
        }
        Err(error) => {
            tracing::warn!(message_id = %message.id, %error, "vendor could not say what became of a message");
            ask_again(&mut tx, system, &message, now).await?;
        }
    }
    tx.commit().await?;
    if now - asked_at >= unanswered::AFTER {
        let id = message.id.to_string();
        let found = unanswered(
            system,
            Traffic::Message,
            id,
            &message.provider,
            &message.from,
            asked_at,
        );
        case::report(backend, &found).await?;
    }
    Ok(MessageState::Unknown)
}

async fn ask_again(
    tx: &mut Tx,
    system: &System,
    message: &OpenMessage,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let nth = usize::try_from(message.attempts)
        .unwrap_or_default()
        .min(PAUSES_SECONDS.len() - 1);
    store::count_attempt(tx, system.reseller(), message.id, now).await?;
    let at = now + TimeDelta::seconds(PAUSES_SECONDS[nth]);
    enqueue(tx, &job(system, message.id), at).await?;
    Ok(())
}

async fn mark_unknown(backend: &Backend, system: &System, id: MessageId) -> Result<(), Internal> {
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    if store::set_unknown(&mut tx, system.reseller(), id, now).await? {
        let at = now + TimeDelta::seconds(PAUSES_SECONDS[0]);
        enqueue(&mut tx, &job(system, id), at).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn job(system: &System, message: MessageId) -> Job {
    Job::AdvanceMessage {
        reseller: system.reseller(),
        message,
    }
}

/// What the vendor's reports carry: the message, and whose it is.
fn reference(system: &System, id: MessageId) -> String {
    format!("{id}.{}", system.reseller())
}
