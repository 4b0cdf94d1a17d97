//! Applies a stored event: it is only a reason to ask the gateway about the payment it names.

use super::{
    check::{CheckError, check},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        calls::{self, ActError},
        error::{Internal, with_internal},
        lines::{self, TakeEventError},
        messages,
        operations::case,
        orders,
        scope::System,
    },
    providers::{ProviderError, agents::AgentProvider, messages::MessageEvent, payments::PaymentEvent},
    shared::{ids::WebhookEventId, wallet::PaymentStatus},
};

/// Why the event is to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    #[error("the vendor does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ProcessError);

/// Processes the event once; a second run finds it processed.
pub async fn process(backend: &Backend, id: WebhookEventId) -> Result<(), ProcessError> {
    let mut tx = backend.begin_system().await?;
    let Some(stored) = store::unprocessed_event(&mut tx, id).await? else {
        return Ok(());
    };
    if let Some(event) = stored.line_event {
        tx.commit().await?;
        if backend.providers.message(&stored.provider).is_some() {
            return process_of_message(backend, id, &stored.provider, event).await;
        }
        if let Some(vendor) = backend.providers.agents.as_deref()
            && stored.provider == vendor.name()
        {
            return process_of_agent(backend, vendor, id, event).await;
        }
        return process_of_line(backend, id, &stored.provider, event).await;
    }
    let event = backend.providers.payments.parse_event(&stored.body);
    let reference = event.as_ref().ok().and_then(|event| event.reference.clone());
    let payment = match &reference {
        Some(reference) => store::payment_by_reference(&mut tx, reference).await?,
        None => None,
    };
    tx.commit().await?;

    let (outcome, detail) = match (payment, reference) {
        (Some((reseller, payment, _)), _) => {
            let before = payment_state(&event);
            match check(backend, &System::of(reseller, "webhook"), payment).await {
                Ok(PaymentStatus::Paid) => ("applied", format!("{payment} is paid")),
                Ok(state) => (
                    "unchanged",
                    format!("{payment} is {state:?}; the event said {before}"),
                ),
                Err(CheckError::Unavailable(error)) => return Err(ProcessError::Unavailable(error)),
                Err(CheckError::NotFound) => ("unknown", format!("{payment} is gone")),
                Err(CheckError::Internal(error)) => return Err(ProcessError::Internal(error)),
            }
        }
        (None, Some(reference)) => {
            let summary = format!(
                "The gateway reports a payment under reference {reference}, which nobody here asked for. Event {}. \
                 Look it up at the gateway; credit or refund by hand.",
                stored.event_id,
            );
            case::open(backend, None, "payment_unknown", &reference, &summary).await?;
            ("unknown", format!("no payment has the reference {reference}"))
        }
        (None, None) => ("ignored", "the event names no payment".to_owned()),
    };
    let mut tx = backend.begin_system().await?;
    store::set_processed(&mut tx, id, outcome, &detail, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Events of vendors of lines are the lines' own affair; one about a line nobody has is no case.
async fn process_of_line(
    backend: &Backend,
    id: WebhookEventId,
    provider: &str,
    event: serde_json::Value,
) -> Result<(), ProcessError> {
    let event = serde_json::from_value(event).map_err(Internal::from)?;
    let (outcome, detail) = match lines::take_event(backend, provider, &event).await {
        Ok(outcome) => outcome,
        Err(TakeEventError::Unavailable(error)) => return Err(ProcessError::Unavailable(error)),
        Err(TakeEventError::Internal(error)) => return Err(error.into()),
    };
    let mut tx = backend.begin_system().await?;
    store::set_processed(&mut tx, id, outcome, &detail, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Events of a vendor of messages are the messages' own affair, or the calls', or the orders' of its numbers.
async fn process_of_message(
    backend: &Backend,
    id: WebhookEventId,
    provider: &str,
    event: serde_json::Value,
) -> Result<(), ProcessError> {
    let event = serde_json::from_value(event).map_err(Internal::from)?;
    let (outcome, detail) = match &event {
        MessageEvent::Call { report, .. } => calls::take_event(backend, provider, report).await?,
        MessageEvent::Voice { .. } | MessageEvent::Next { .. } => {
            match calls::act(backend, provider, &event).await {
                Ok(outcome) => outcome,
                Err(ActError::Unavailable(error)) => return Err(ProcessError::Unavailable(error)),
                Err(ActError::Internal(error)) => return Err(error.into()),
            }
        }
        MessageEvent::NumberOrder { reference, .. } => orders::hurry(backend, provider, reference).await?,
        event => messages::take_event(backend, provider, event).await?,
    };
    let mut tx = backend.begin_system().await?;
    store::set_processed(&mut tx, id, outcome, &detail, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Events of the vendor of AI agents are the calls' own affair.
async fn process_of_agent(
    backend: &Backend,
    vendor: &dyn AgentProvider,
    id: WebhookEventId,
    event: serde_json::Value,
) -> Result<(), ProcessError> {
    let event = serde_json::from_value(event).map_err(Internal::from)?;
    let (outcome, detail) = calls::take_agent_event(backend, vendor, &event).await?;
    let mut tx = backend.begin_system().await?;
    store::set_processed(&mut tx, id, outcome, &detail, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}

fn payment_state(event: &Result<PaymentEvent, crate::providers::payments::WebhookError>) -> String {
    event
        .as_ref()
        .map_or_else(ToString::to_string, |event| event.kind.clone())
}
