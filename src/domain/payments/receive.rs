//! Takes an event from a vendor: signature on the raw bytes, stored under the vendor's id, a job, and no more.
//!
//! Events of every account arrive at one address. The reference in the body, which nobody has proven yet, says only
//! whose signature to ask for: the account of that payment, else the platform's. So a reseller's keys prove nothing
//! about a payment at another account.

use chrono::{DateTime, Utc};

use super::{
    gateway::{self, Account},
    store,
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
    },
    providers::{
        agents::{AgentEvent, AgentProvider},
        lines::LineProvider,
        messages::MessageProvider,
        payments::{PaymentEvent, WebhookError},
    },
    shared::ids::ResellerId,
};

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It does not prove that it comes from the vendor, or cannot be read. Nothing of it was stored but its size.
    #[error(transparent)]
    Rejected(WebhookError),
    /// No such vendor sends us events.
    #[error("unknown provider")]
    NoSuchProvider,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReceiveError);

/// Stores the event once, however often it is delivered, and enqueues its processing in the same transaction.
pub async fn receive(
    backend: &Backend,
    provider: &str,
    query: Option<&str>,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
    if let Some(vendor) = backend.providers.message(provider) {
        return receive_of_messages(backend, vendor.as_ref(), query, header, body).await;
    }
    if let Some(vendor) = backend.providers.line(provider) {
        return receive_of_line(backend, vendor.as_ref(), header, body).await;
    }
    let vendor = &backend.providers.payments;
    if provider != vendor.name() {
        return Err(ReceiveError::NoSuchProvider);
    }
    let named = vendor.parse_event(body).ok().and_then(|event| event.reference);
    let mut tx = backend.begin_system().await?;
    let payment = match &named {
        Some(reference) => store::payment_by_reference(&mut tx, reference).await?,
        None => None,
    };
    let (reseller, accounts) = match payment {
        Some((reseller, _, account @ Account::Reseller { .. })) => {
            let gateway = gateway::open(&mut tx, backend, reseller, account).await?;
            (Some(reseller), gateway.accounts)
        }
        _ => (None, vec![vendor.clone()]),
    };
    let mut read = Err(WebhookError::Forged);
    for account in &accounts {
        read = account.read_webhook(header, body);
        if read != Err(WebhookError::Forged) {
            break;
        }
    }
    let now = backend.now();
    let event = match read {
        Ok(event) => event,
        Err(error) => {
            return reject(tx, vendor.name(), error, body, now).await;
        }
    };
    let id = stored_id(reseller, &event);
    if let Some(id) = store::insert_event(&mut tx, provider, &id, body, now).await? {
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The same for a vendor of lines, which has one account here. What it read stands beside the raw body: without the
/// request's headers it is not read again.
async fn receive_of_line(
    backend: &Backend,
    vendor: &dyn LineProvider,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let event = match vendor.verify_webhook(header, body) {
        Ok(event) => event,
        Err(error) => return reject(tx, vendor.name(), error, body, now).await,
    };
    if let Some(id) = store::insert_event(&mut tx, vendor.name(), &event.event_id, body, now).await? {
        let read = serde_json::to_value(&event).map_err(Internal::from)?;
        store::events::keep_line_event(&mut tx, id, &read).await?;
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The same for the vendor of messages, who signs our address with its query too. What happens to one message is applied
/// in any order, so its events need none.
async fn receive_of_messages(
    backend: &Backend,
    vendor: &dyn MessageProvider,
    query: Option<&str>,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let event = match vendor.read_webhook(query, header, body, now) {
        Ok(event) => event,
        Err(error) => return reject(tx, vendor.name(), error, body, now).await,
    };
    if let Some(id) = store::insert_event(&mut tx, vendor.name(), event.event_id(), body, now).await? {
        let read = serde_json::to_value(&event).map_err(Internal::from)?;
        store::events::keep_line_event(&mut tx, id, &read).await?;
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The same for the vendor of AI agents, with what it read: somebody may be waiting for an answer.
pub async fn receive_of_agent(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<AgentEvent, ReceiveError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let read = match vendor.read_webhook(header, body, now) {
        Ok(read) => read,
        Err(error) => {
            reject(tx, vendor.name(), error.clone(), body, now).await?;
            return Err(ReceiveError::Rejected(error));
        }
    };
    if let Some(id) = store::insert_event(&mut tx, vendor.name(), &read.event_id, body, now).await? {
        let event = serde_json::to_value(&read.event).map_err(Internal::from)?;
        store::events::keep_line_event(&mut tx, id, &event).await?;
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(read.event)
}

async fn reject(
    mut tx: Tx,
    vendor: &'static str,
    error: WebhookError,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), ReceiveError> {
    metrics::counter!("webhooks_rejected_total", "provider" => vendor).increment(1);
    let size = i32::try_from(body.len()).unwrap_or(i32::MAX);
    store::events::insert_rejection(&mut tx, vendor, &error.to_string(), size, now).await?;
    tx.commit().await?;
    Err(ReceiveError::Rejected(error))
}

/// The vendor's id, within the account that signed: a reseller could otherwise send a true event of its own under the
/// id of somebody else's, which would then pass for a repeat.
fn stored_id(reseller: Option<ResellerId>, event: &PaymentEvent) -> String {
    match reseller {
        None => event.event_id.clone(),
        Some(reseller) => format!("{reseller}/{}", event.event_id),
    }
}
