//! Messages from and to a company's numbers.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{MessageId, NumberId},
    message::{Conversation, Inbox, MessagePreview, MessageView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        messages::{self, Dispatch, Draft, QuietError, SendError},
        orders::place::Payer,
    },
    server_fns::{
        company_numbers::desk,
        guard,
        messages::{draft_refused, send_refused},
    },
    shared::{money::Money, permissions::OrganizationMay},
};

/// Conversations of the numbers within reach, newest first. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_messages/show_inbox")]
pub async fn show_inbox(q: String, after: Option<String>) -> Result<Inbox, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    let mut inbox = messages::inbox(&asked.backend, &desk, &q, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))?;
    if !member.may(OrganizationMay::SendMessages) {
        inbox.numbers.clear();
    }
    Ok(inbox)
}

/// A conversation; what came in counts as read, unless its reader may not answer. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_messages/show_conversation")]
pub async fn show_conversation(
    sender: NumberId,
    peer: String,
    after: Option<String>,
) -> Result<Conversation, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    let answers = member.may(OrganizationMay::SendMessages);
    let mut found = if answers {
        messages::conversation(&asked.backend, &desk, sender, &peer, after.as_deref()).await
    } else {
        messages::look_in(&asked.backend, &desk, sender, &peer, after.as_deref()).await
    }
    .map_err(|error| asked.internal(&error))?
    .ok_or(AppError::NotFound)?;
    if !answers {
        found.unit = None;
    }
    Ok(found)
}

/// One message with its timeline. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_messages/message")]
pub async fn message(message: MessageId) -> Result<MessageView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    messages::view(&asked.backend, &desk, message)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What a text would cost the company; sends nothing. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_messages/preview")]
pub async fn preview(sender: NumberId, to: String, message_text: String) -> Result<MessagePreview, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let draft = Draft {
        number: sender,
        to,
        body: message_text,
    };
    let payer = Payer::Organization(desk.organization());
    messages::compose(&asked.backend, &desk, payer, &draft)
        .await
        .map_err(|error| draft_refused(&asked, error))
}

/// Sends a message, paid by the company, and shows its conversation. The form's key makes it one however often it is
/// sent. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_messages/send_company_message")]
pub async fn send_company_message(
    sender: NumberId,
    to: String,
    message_text: String,
    max_price: Option<String>,
    send_key: MessageId,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let max_price = max_price
        .filter(|amount| !amount.trim().is_empty())
        .map(|amount| Money::parse(&amount, asked.shop.brand.currency))
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
        payer: Payer::Organization(desk.organization()),
        max_price,
        daily_cap: None,
    };
    let sent = messages::send(&asked.backend, &desk, &request)
        .await
        .map_err(|error| match error {
            SendError::Insufficient { missing } => AppError::Refused(format!(
                "The company's wallet lacks {missing} for this message. Nothing was sent and nothing charged. Somebody \
                 who may move money adds it at Wallet."
            )),
            error => send_refused(&asked, error),
        })?;
    let found = messages::view(&asked.backend, &desk, sent)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    let peer = found.peer.replace('+', "%2B");
    leptos_axum::redirect(&format!("/business/messages/{sender}?with={peer}#{sent}"));
    Ok(())
}

/// Sets when one of the company's numbers writes to nobody. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_messages/set_company_quiet_hours")]
pub async fn set_company_quiet_hours(
    sender: NumberId,
    quiet_from: String,
    quiet_until: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    if !desk.steers(sender) {
        return Err(AppError::NotFound);
    }
    messages::set_quiet_hours(&asked.backend, &desk, sender, &quiet_from, &quiet_until)
        .await
        .map_err(|error| match error {
            QuietError::NotFound => AppError::NotFound,
            QuietError::Span => AppError::invalid(
                "quiet_from",
                "Please give two different times, such as 22:00 and 07:00, or leave both empty.",
            ),
            QuietError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/numbers/{sender}?saved=quiet"));
    Ok(())
}
