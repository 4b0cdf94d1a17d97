//! The vendor's answer and the money, in one transaction.

use super::store::{self, OpenMessage};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        metering,
        numbers::format::display,
        orders::{place::Payer, sale},
        quotas,
        scope::{Scope, System},
        settlement::{self, Sold},
        wallet::{
            self, Purpose,
            transfer::{Reference, Transfer, TransferKind},
        },
    },
    providers::{
        Refusal,
        messages::{CarriedMessage, Delivery},
    },
    shared::{ids::MessageId, message::MessageState, money::Money},
};

/// Books that the vendor took the message: the hold is captured. A replay finds it settled. When another message here is
/// known to be this one of the vendor, nothing is booked and this one is looked for again.
pub(super) async fn accept(
    backend: &Backend,
    system: &System,
    id: MessageId,
    carried: &CarriedMessage,
    is_assumed: bool,
) -> Result<MessageState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(message) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken("a message vanished"));
    };
    if !message.state.is_in_flight() {
        tx.commit().await?;
        return Ok(message.state);
    }
    let vendors = &carried.provider_id;
    capture(&mut tx, backend, system, &message, vendors, is_assumed).await?;
    let state = state_of(carried.delivery);
    store::set_state(&mut tx, system.reseller(), id, state, None, backend.now()).await?;
    tx.commit().await?;
    metrics::counter!("messages_total", "outcome" => "accepted").increment(1);
    Ok(state)
}

/// The hold becomes the sale, and the message is accepted, in the caller's transaction. It is locked and in flight.
pub(super) async fn capture(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    message: &OpenMessage,
    provider_message_id: &str,
    is_assumed: bool,
) -> Result<(), Internal> {
    let (now, reseller, id) = (backend.now(), system.reseller(), message.id);
    let mut earned = Money::zero(message.stack.charged.currency());
    let posted = wallet::capture(tx, system, now, Purpose::Message(id), |holds| {
        let (legs, share) = sale::legs(message.payer, message.settlement_mode, &message.stack, holds)?;
        earned = share;
        let segments = if message.segments == 1 {
            "segment"
        } else {
            "segments"
        };
        Transfer::new(
            format!("sale:{id}"),
            TransferKind::Sale,
            format!(
                "Message to {} ({} {segments})",
                display(&message.peer),
                message.segments
            ),
            Reference {
                kind: "message",
                id: id.uuid(),
            },
            legs,
        )
        .map_err(|error| Internal::broken(error.to_string()))
    })
    .await
    .map_err(|error| Internal::broken(format!("capture of {id}: {error}")))?;
    settlement::accrue(tx, system, now, Sold::Message(id), posted.id, earned).await?;
    metering::log(tx, system, posted.id).await?;
    store::set_accepted(tx, reseller, id, provider_message_id, is_assumed, now).await?;
    Ok(())
}

/// Books a definite no: the money is free again.
pub(super) async fn refuse(
    backend: &Backend,
    system: &System,
    id: MessageId,
    refusal: &Refusal,
) -> Result<MessageState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(message) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken("a message vanished"));
    };
    if !message.state.is_in_flight() {
        tx.commit().await?;
        return Ok(message.state);
    }
    let now = backend.now();
    tracing::warn!(reseller_id = %system.reseller(), message_id = %id, %refusal, "message refused");
    // The quota before the wallet, as whoever sends takes them.
    if let Payer::Organization(organization) = message.payer {
        quotas::give_back(&mut tx, system, organization, id.uuid(), now).await?;
    }
    wallet::release(&mut tx, system, now, Purpose::Message(id)).await?;
    store::set_refused(&mut tx, system.reseller(), id, words(refusal), now).await?;
    tx.commit().await?;
    metrics::counter!("messages_total", "outcome" => "refused").increment(1);
    Ok(MessageState::Refused)
}

/// The vendor's word in ours.
pub(super) const fn state_of(delivery: Delivery) -> MessageState {
    match delivery {
        Delivery::Accepted => MessageState::Accepted,
        Delivery::Sent => MessageState::Sent,
        Delivery::Delivered => MessageState::Delivered,
        Delivery::Undelivered => MessageState::Undelivered,
        Delivery::Failed => MessageState::Failed,
    }
}

/// A vendor's no in the words of the writer.
fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OurAccount { .. } => "Our supplier cannot send at the moment. Our staff have been told.",
        Refusal::Other { code, .. } => match code.as_str() {
            "not_a_phone" => "This number takes no text messages. Please check it.",
            "opted_out" => "They asked to get no more messages from this number.",
            "no_route" => "There is no way from this number to that one.",
            "not_received" => "Our supplier never got it.",
            "unreachable" => "Our supplier could not be reached. Please send it again.",
            _ => "Our supplier did not take it.",
        },
        Refusal::OutOfStock
        | Refusal::AddressRequired
        | Refusal::DocumentsRequired
        | Refusal::AddressRefused { .. } => "Our supplier did not take it.",
    }
}
