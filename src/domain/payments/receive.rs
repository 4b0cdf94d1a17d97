//! Takes an event from a vendor: signature on the raw bytes, stored under the vendor's id, a job, and no more.
//!
//! Events of every account arrive at one address. The reference in the body, which nobody has proven yet, says only
//! whose signature to ask for: the account of that payment, else the platform's. So a reseller's keys prove nothing
//! about a payment at another account.

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
    providers::payments::{PaymentEvent, WebhookError},
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
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<(), ReceiveError> {
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
            metrics::counter!("webhooks_rejected_total", "provider" => vendor.name()).increment(1);
            let size = i32::try_from(body.len()).unwrap_or(i32::MAX);
            store::events::insert_rejection(&mut tx, provider, &error.to_string(), size, now).await?;
            tx.commit().await?;
            return Err(ReceiveError::Rejected(error));
        }
    };
    let id = stored_id(reseller, &event);
    if let Some(id) = store::insert_event(&mut tx, provider, &id, body, now).await? {
        enqueue(&mut tx, &Job::ProcessWebhook { event: id }, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The vendor's id, within the account that signed: a reseller could otherwise send a true event of its own under the
/// id of somebody else's, which would then pass for a repeat.
fn stored_id(reseller: Option<ResellerId>, event: &PaymentEvent) -> String {
    match reseller {
        None => event.event_id.clone(),
        Some(reseller) => format!("{reseller}/{}", event.event_id),
    }
}
