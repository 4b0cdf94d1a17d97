//! One try to bring an event to its endpoint, and what comes of it.
//!
//! ```text
//! waiting ─ 2xx ─▶ delivered
//! waiting ─ else ▶ waiting, again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h; then failed
//! endpoint: 410, or five days without a 2xx ─▶ failed; staff are told, and nothing more is sent
//! ```

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    secret::Secret,
    store::{self, deliveries::Due},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::webhooks::{Outgoing, Receipt, SendError},
    shared::{
        ids::{DeliveryId, ResellerId},
        webhook::{DeliveryState, EndpointState},
    },
};

/// Seconds between one try and the next.
const PAUSES: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/// An endpoint that takes nothing for so long is turned off.
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// Characters of a broken connection's cause that are kept.
const ANSWER_MAX: usize = 500;
/// "Gone": the receiver wants nothing more.
const GONE: u16 = 410;

/// A try and its answer.
pub(super) struct Tried {
    pub at: DateTime<Utc>,
    pub duration_ms: i32,
    pub status: Option<u16>,
    pub answer: String,
}

/// Tries once. One that is settled is left alone; one whose endpoint is off is given up, to be replayed.
pub async fn deliver(backend: &Backend, system: &System, id: DeliveryId) -> Result<(), Internal> {
    let reseller = system.reseller();
    let mut tx = backend.begin(system).await?;
    let due = store::deliveries::due(&mut tx, reseller, id).await?;
    if due.is_none() {
        store::deliveries::give_up(&mut tx, reseller, id, backend.now()).await?;
    }
    tx.commit().await?;
    let Some(due) = due else {
        return Ok(());
    };
    let event = outgoing(backend, reseller, id, &due)?;
    let started = Instant::now();
    let sent = backend.providers.webhooks.send(&event).await;
    let elapsed = i32::try_from(started.elapsed().as_millis()).unwrap_or(i32::MAX);
    book(backend, system, id, tried(sent, backend.now(), elapsed)).await
}

fn outgoing(
    backend: &Backend,
    reseller: ResellerId,
    id: DeliveryId,
    due: &Due,
) -> Result<Outgoing, Internal> {
    let (now, id) = (backend.now(), id.to_string());
    let timestamp = now.timestamp();
    let secret = Secret::open(&backend.seal, reseller, due.endpoint, &due.secret_sealed)?;
    let mut signature = secret.sign(&id, timestamp, &due.body)?;
    let previous = due.previous_secret_sealed.as_ref();
    if let Some(sealed) = previous.filter(|_| due.previous_until.is_some_and(|until| until > now)) {
        let secret = Secret::open(&backend.seal, reseller, due.endpoint, sealed)?;
        signature = format!("{signature} {}", secret.sign(&id, timestamp, &due.body)?);
    }
    Ok(Outgoing {
        url: due.url.clone(),
        id,
        timestamp,
        signature,
        body: due.body.clone(),
    })
}

fn tried(sent: Result<Receipt, SendError>, at: DateTime<Utc>, duration_ms: i32) -> Tried {
    let (status, answer) = match sent {
        Ok(receipt) => (Some(receipt.status), receipt.start),
        Err(error) => (None, error.to_string().chars().take(ANSWER_MAX).collect()),
    };
    Tried {
        at,
        duration_ms,
        status,
        answer,
    }
}

async fn book(backend: &Backend, system: &System, id: DeliveryId, tried: Tried) -> Result<(), Internal> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let Some(delivery) = store::deliveries::lock(&mut tx, reseller, id).await? else {
        return Ok(());
    };
    store::deliveries::insert_try(&mut tx, reseller, id, &tried).await?;
    let tries = delivery.tries + 1;
    let is_taken = tried.status.is_some_and(|status| (200..300).contains(&status));
    metrics::counter!("webhooks_sent_total", "outcome" => if is_taken { "taken" } else { "failed" })
        .increment(1);
    if is_taken {
        store::deliveries::set(
            &mut tx,
            reseller,
            id,
            DeliveryState::Delivered,
            tries,
            None,
            Some(now),
        )
        .await?;
        store::endpoints::set_failing(&mut tx, reseller, delivery.endpoint, None).await?;
        tx.commit().await?;
        return Ok(());
    }
    let failing_since = delivery.failing_since.unwrap_or(now);
    let is_over = tried.status == Some(GONE) || now - failing_since >= PATIENCE;
    let pause = usize::try_from(delivery.tries)
        .ok()
        .and_then(|tries| PAUSES.get(tries));
    match pause.filter(|_| !is_over) {
        Some(seconds) => {
            let at = now + TimeDelta::seconds(*seconds);
            store::deliveries::set(
                &mut tx,
                reseller,
                id,
                DeliveryState::Waiting,
                tries,
                Some(at),
                None,
            )
            .await?;
            enqueue(
                &mut tx,
                &Job::DeliverWebhook {
                    reseller,
                    delivery: id,
                },
                at,
            )
            .await?;
        }
        None => {
            store::deliveries::set(
                &mut tx,
                reseller,
                id,
                DeliveryState::Failed,
                tries,
                None,
                Some(now),
            )
            .await?;
        }
    }
    store::endpoints::set_failing(&mut tx, reseller, delivery.endpoint, Some(failing_since)).await?;
    if is_over && delivery.endpoint_state == EndpointState::Active {
        store::endpoints::turn_off(&mut tx, reseller, delivery.endpoint).await?;
        let path = format!("/reseller/webhooks/{}", delivery.endpoint);
        let notice = |link| Notice::WebhookTurnedOff {
            url: delivery.url.clone(),
            link,
        };
        notices::to_staff::to_staff(&mut tx, backend, reseller, &path, notice).await?;
    }
    tx.commit().await?;
    Ok(())
}
