//! Takes an event from a vendor: signature on the raw bytes, stored under the vendor's id, a job, and no more.
//!
//! Events of every account arrive at one address. The reference in the body, which nobody has proven yet, says only
//! whose signature to ask for: the account of that payment, else the platform's. So a reseller's keys prove nothing
//! about a payment at another account.

use serde::Serialize;

use super::{
    gateway::{self, Account},
    store,
};
use crate::{
    backend::Backend,
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
            tx.commit().await?;
            return reject(backend, vendor.name(), error, body).await;
        }
    };
    let id = stored_id(reseller, &event);
    if let Some(id) = store::insert_event(&mut tx, provider, &id, (body, None), now).await? {
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The same for a vendor of lines, which has one account here.
async fn receive_of_line(
    backend: &Backend,
    vendor: &dyn LineProvider,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
    match vendor.verify_webhook(header, body) {
        Ok(event) => keep(backend, vendor.name(), &event.event_id, body, &event).await,
        Err(error) => reject(backend, vendor.name(), error, body).await,
    }
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
    match vendor.read_webhook(query, header, body, backend.now()) {
        Ok(event) => keep(backend, vendor.name(), event.event_id(), body, &event).await,
        Err(error) => reject(backend, vendor.name(), error, body).await,
    }
}

/// The same for the vendor of AI agents, with what it read: somebody may be waiting for an answer.
pub async fn receive_of_agent(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<AgentEvent, ReceiveError> {
    let read = match vendor.read_webhook(header, body, backend.now()) {
        Ok(read) => read,
        Err(error) => {
            reject(backend, vendor.name(), error.clone(), body).await?;
            return Err(ReceiveError::Rejected(error));
        }
    };
    keep(backend, vendor.name(), &read.event_id, body, &read.event).await?;
    Ok(read.event)
}

/// Stores what was proven, once. What was read of it stands beside the raw body: without the request's headers it is not
/// read again.
async fn keep(
    backend: &Backend,
    vendor: &'static str,
    event_id: &str,
    body: &[u8],
    read: &impl Serialize,
) -> Result<(), ReceiveError> {
    let now = backend.now();
    let read = serde_json::to_value(read).map_err(Internal::from)?;
    let mut tx = backend.begin_system().await?;
    if let Some(id) = store::insert_event(&mut tx, vendor, event_id, (body, Some(&read)), now).await? {
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn reject(
    backend: &Backend,
    vendor: &'static str,
    error: WebhookError,
    body: &[u8],
) -> Result<(), ReceiveError> {
    metrics::counter!("webhooks_rejected_total", "provider" => vendor).increment(1);
    let size = i32::try_from(body.len()).unwrap_or(i32::MAX);
    let mut tx = backend.begin_system().await?;
    store::events::insert_rejection(&mut tx, vendor, &error.to_string(), size, backend.now()).await?;
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
