//! A customer's messages and contacts.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{MessageId, NumberId},
    message::{Conversation, Inbox, MessagePreview, MessageView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        messages::{self, Dispatch, Draft, DraftError, QuietError, SendError},
        orders::place::Payer,
        quotas::Full,
    },
    server_fns::{
        guard,
        wallet::{not_open_yet, not_verified},
    },
    shared::{money::Money, sms},
};

/// Conversations, newest first. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/show_inbox")]
pub async fn show_inbox(q: String, after: Option<String>) -> Result<Inbox, AppError> {
    let (asked, customer) = guard::customer()?;
    messages::inbox(&asked.backend, &customer, &q, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// A conversation; what came in counts as read. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/show_conversation")]
pub async fn show_conversation(
    sender: NumberId,
    peer: String,
    after: Option<String>,
) -> Result<Conversation, AppError> {
    let (asked, customer) = guard::customer()?;
    messages::conversation(&asked.backend, &customer, sender, &peer, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// One message with its timeline. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/message")]
pub async fn message(message: MessageId) -> Result<MessageView, AppError> {
    let (asked, customer) = guard::customer()?;
    messages::view(&asked.backend, &customer, message)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What a text would cost; sends nothing. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/preview")]
pub async fn preview(sender: NumberId, to: String, message_text: String) -> Result<MessagePreview, AppError> {
    let (asked, customer) = guard::customer()?;
    let draft = Draft {
        number: sender,
        to,
        body: message_text,
    };
    messages::compose(&asked.backend, &customer, Payer::Customer, &draft)
        .await
        .map_err(|error| draft_refused(&asked, error))
}

/// Sends a message and shows its conversation. The form's key makes it one however often it is sent. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/send_message")]
pub async fn send_message(
    sender: NumberId,
    to: String,
    message_text: String,
    max_price: Option<String>,
    send_key: MessageId,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let currency = asked.shop.brand.currency;
    let max_price = max_price
        .filter(|amount| !amount.trim().is_empty())
        .map(|amount| Money::parse(&amount, currency))
        .transpose()
        .map_err(|_| {
            AppError::Refused("The price on the form cannot be read. Nothing was sent. Please reload.".into())
        })?;
    let request = Dispatch {
        id: send_key,
        draft: Draft {
            number: sender,
            to,
            body: message_text,
        },
        payer: Payer::Customer,
        max_price,
        daily_cap: None,
    };
    let sent = messages::send(&asked.backend, &customer, &request)
        .await
        .map_err(|error| send_refused(&asked, error))?;
    let found = messages::view(&asked.backend, &customer, sent)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    let peer = found.peer.replace('+', "%2B");
    leptos_axum::redirect(&format!("/account/messages/{sender}?with={peer}#{sent}"));
    Ok(())
}

/// Sets when a number writes to nobody. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/set_quiet_hours")]
pub async fn set_quiet_hours(
    sender: NumberId,
    quiet_from: String,
    quiet_until: String,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    messages::set_quiet_hours(&asked.backend, &customer, sender, &quiet_from, &quiet_until)
        .await
        .map_err(|error| match error {
            QuietError::NotFound => AppError::NotFound,
            QuietError::Span => AppError::invalid(
                "quiet_from",
                "Please give two different times, such as 22:00 and 07:00, or leave both empty.",
            ),
            QuietError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/account/messages/settings/{sender}?saved=quiet"));
    Ok(())
}

/// A number's settings for messages. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/number_settings")]
pub async fn number_settings(sender: NumberId) -> Result<crate::shared::message::SendingNumber, AppError> {
    let (asked, customer) = guard::customer()?;
    let inbox = messages::inbox(&asked.backend, &customer, "", None)
        .await
        .map_err(|error| asked.internal(&error))?;
    inbox
        .numbers
        .into_iter()
        .find(|number| number.id == sender)
        .ok_or(AppError::NotFound)
}

/// Why a draft cannot be sent, in the writer's words.
#[cfg(feature = "ssr")]
pub(super) fn draft_refused(asked: &guard::Asked, error: DraftError) -> AppError {
    let refused = |text: String| AppError::Refused(format!("{text} Nothing was sent and nothing charged."));
    match error {
        DraftError::NotFound => AppError::NotFound,
        DraftError::NumberOff => refused("This number cannot send messages now.".into()),
        DraftError::Empty => AppError::invalid("message_text", "Please write a message."),
        DraftError::TooLong(length) => AppError::invalid(
            "message_text",
            format!(
                "A message has at most {} characters; this one has {length}.",
                sms::LENGTH_MAX
            ),
        ),
        DraftError::NotAPhone => AppError::invalid(
            "to",
            "Please give a phone number with its country code, such as +33 6 12 34 56 78.",
        ),
        DraftError::ToItself => AppError::invalid("to", "A number cannot write to itself."),
        DraftError::CountryOff(country) => refused(format!(
            "{} does not send messages to {country}. Write to {} if you need it.",
            asked.shop.brand.name, asked.shop.brand.support_email
        )),
        DraftError::NoWay(country) => refused(format!("There is no way from this number to {country}.")),
        DraftError::Policy(breach) => refused(breach.in_words()),
        DraftError::OptedOut => refused(
            "They answered STOP, so this number may not write to them until they answer START.".into(),
        ),
        DraftError::Quiet { until } => refused(format!(
            "This number is quiet until {until}, as you set it. Send it then, or change its quiet hours."
        )),
        DraftError::Closed(_) => {
            refused("No messages can be sent at the moment. Please try again later.".into())
        }
        DraftError::Unavailable(_) => {
            refused("Our supplier does not answer right now. Please try again in a minute.".into())
        }
        DraftError::Internal(error) => asked.internal(&error),
    }
}

/// Why nothing was sent, in the writer's words.
#[cfg(feature = "ssr")]
pub(super) fn send_refused(asked: &guard::Asked, error: SendError) -> AppError {
    let shop = &asked.shop.brand;
    match error {
        SendError::Draft(error) => draft_refused(asked, error),
        SendError::PriceMoved { now } => AppError::Refused(format!(
            "The price of this message is {now} now. Nothing was sent and nothing charged. Look at the preview again."
        )),
        SendError::Insufficient { missing } => AppError::Refused(format!(
            "Your wallet lacks {missing} for this message. Nothing was sent and nothing charged. Add money and send it \
             again."
        )),
        SendError::Frozen => AppError::Refused(format!(
            "A payment of yours is disputed at the bank, so nothing can be sent until that is decided. Nothing was \
             charged. Questions: {}.",
            shop.support_email
        )),
        SendError::NotVerified => not_verified(),
        SendError::NotOpenYet => not_open_yet(asked),
        SendError::ShopClosed => AppError::Refused(format!(
            "{} cannot send messages at the moment. Nothing was charged. Please write to {}.",
            shop.name, shop.support_email
        )),
        SendError::CapReached { .. } => AppError::Refused("Nothing was sent and nothing charged.".into()),
        SendError::Budget(short) => AppError::Refused(format!(
            "{} Nothing was sent and nothing charged.",
            short.in_words()
        )),
        SendError::Quota { whose, left } => AppError::Refused(format!(
            "{} {left} segments left this month, and this message needs more. Nothing was sent and nothing charged. \
             Write a shorter one, or ask an owner, admin or finance to raise the quota.",
            match whose {
                Full::Company => "The company has",
                Full::Team => "The team has",
                Full::Member => "You have",
            }
        )),
        SendError::TooMany => AppError::Refused(format!(
            "Many messages went out in the last ten minutes. Nothing was sent and nothing charged. Please wait a \
             little, or write to {}.",
            shop.support_email
        )),
        SendError::Reused => AppError::Refused(
            "This form was used for another message. Nothing was sent. Please reload the page and write it again.".into(),
        ),
        SendError::Internal(error) => asked.internal(&error),
    }
}
