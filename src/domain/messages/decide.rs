//! An operator says what became of a message whose carrier never told.

use super::{
    advance::CLOCKS_DIFFER,
    settle::{accept, refuse},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    providers::{
        Refusal,
        messages::{CarriedMessage, Delivery},
    },
    shared::{ids::MessageId, message::MessageState},
};

/// Why it stays open.
#[derive(Debug, thiserror::Error)]
pub enum DecideMessageError {
    #[error("there is no such message")]
    NotFound,
    /// The carrier answered meanwhile.
    #[error("it is {} already", .0.as_str())]
    Ended(MessageState),
    /// The carrier has one like it.
    #[error("the carrier has it as {0}: settle it as sent")]
    There(String),
    #[error("the carrier has no message of this text as {0}")]
    NotThere(String),
    #[error("{0} is another message here")]
    Taken(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DecideMessageError);

/// `sent` is the carrier's id of it; `None` when it was not sent. The carrier is asked once more: its word wins over the
/// operator's, its silence does not.
pub async fn decide(
    backend: &Backend,
    system: &System,
    id: MessageId,
    sent: Option<&str>,
) -> Result<(), DecideMessageError> {
    let mut tx = backend.begin(system).await?;
    let message = store::lock(&mut tx, system.reseller(), id)
        .await?
        .ok_or(DecideMessageError::NotFound)?;
    tx.commit().await?;
    if message.state != MessageState::Unknown {
        return Err(DecideMessageError::Ended(message.state));
    }
    let asked_at = message.submitted_at.unwrap_or(message.created_at);
    let provider = message.provider.as_str();
    let found: Option<Vec<CarriedMessage>> = match backend.providers.message(provider) {
        Some(vendor) => vendor
            .find(&message.from, &message.peer, asked_at - CLOCKS_DIFFER)
            .await
            .ok()
            .map(|found| found.into_iter().filter(|one| one.body == message.body).collect()),
        None => None,
    };
    let mut tx = backend.begin(system).await?;
    let carried = match (sent, found) {
        (Some(sent), Some(found)) => Some(
            found
                .into_iter()
                .find(|one| one.provider_id == sent)
                .ok_or_else(|| DecideMessageError::NotThere(sent.to_owned()))?,
        ),
        (Some(sent), None) => Some(CarriedMessage {
            provider_id: sent.to_owned(),
            body: message.body.clone(),
            delivery: Delivery::Accepted,
            reference: None,
            created_at: None,
        }),
        (None, Some(found)) => {
            let free = store::first_free(&mut tx, provider, &found).await?;
            let is_alone = !store::has_twin(&mut tx, system.reseller(), &message).await?;
            if let Some(at) = free.filter(|_| is_alone) {
                return Err(DecideMessageError::There(found[at].provider_id.clone()));
            }
            None
        }
        (None, None) => None,
    };
    if let Some(carried) = &carried {
        let free = store::first_free(&mut tx, provider, std::slice::from_ref(carried)).await?;
        if free.is_none() {
            return Err(DecideMessageError::Taken(carried.provider_id.clone()));
        }
    }
    tx.commit().await?;
    let state = match &carried {
        Some(carried) => accept(backend, system, id, carried, true).await?,
        None => {
            let refusal = Refusal::Other {
                code: "not_received".into(),
                detail: "an operator looked".into(),
            };
            refuse(backend, system, id, &refusal).await?
        }
    };
    if (state == MessageState::Refused) == carried.is_some() {
        return Err(DecideMessageError::Ended(state));
    }
    Ok(())
}
