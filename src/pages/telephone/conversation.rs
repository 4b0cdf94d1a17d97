//! What one number and one peer wrote to each other, and a message to anybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::location::Url;

use super::{Posted, Side, To, compose};
use crate::{
    components::{ButtonLink, EmptyState, Moment, MoneyText, Notice, Pagination, features},
    shared::{
        error::AppError,
        ids::NumberId,
        message::{Conversation, Inbox, MessagePreview, MessageRow},
    },
};

/// The page of a conversation; answers are sent by the server function `F`. `may_send` is false for who only reads.
pub fn conversation<F: Posted>(
    side: Side,
    conversation: Conversation,
    text: String,
    preview: Option<Result<MessagePreview, AppError>>,
    is_older: bool,
    may_send: bool,
) -> impl IntoView {
    let Conversation {
        number,
        peer,
        peer_display,
        contact,
        contact_name,
        messages,
        next,
        unit,
        is_opted_out,
    } = conversation;
    let inbox = format!("{}/messages", side.base());
    let page = format!("{inbox}/{}", number.id);
    let address = format!("{page}?with={}", Url::escape(&peer));
    let title = contact_name.unwrap_or_else(|| peer_display.clone());
    let contact_href = match contact {
        Some(id) => format!("{inbox}/contacts/{id}"),
        None => format!("{inbox}/contacts?number={}", Url::escape(&peer)),
    };
    let contact_label = if contact.is_some() {
        "Contact"
    } else {
        "Add to contacts"
    };
    let can_be_answered = peer.starts_with('+');
    let told = if !may_send {
        Some(("info", "You can read this; members who send messages answer."))
    } else if !number.is_active {
        let words = side.say(
            "No messages can be written from this number. What came in stays here for you, and nobody else sees it.",
            "The company has this number no more. Its messages stay here.",
        );
        Some(("info", words))
    } else if is_opted_out {
        Some((
            "warning",
            "They answered STOP, so this number may not write to them until they answer START.",
        ))
    } else if !can_be_answered {
        Some(("info", "This sender takes no answers."))
    } else {
        None
    };
    let form = match told {
        Some((kind, words)) => view! { <Notice kind>{words}</Notice> }.into_any(),
        None => {
            let to = To::Peer {
                from: number.id,
                peer: peer.clone(),
            };
            compose::<F>(side, to, page, text, preview, unit).into_any()
        }
    };
    let first = is_older.then(|| address.clone());
    let older = next.map(|next| format!("{address}&after={next}"));
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href=inbox>"Messages"</a></p>
        <header class=side.head()>
            <div>
                <h1>{title}</h1>
                <p class="panel-note">
                    <span class="number-text">{peer_display}</span> {side.say(" by your number ", " by the company's number ")}
                    <span class="number-text">{number.display}</span>
                </p>
            </div>
            {(can_be_answered && may_send).then(|| view! { <a href=contact_href>{contact_label}</a> })}
        </header>
        <section class="panel" aria-label="Write">{form}</section>
        <section class="panel" aria-labelledby="conversation-title">
            <h2 id="conversation-title">"Newest first"</h2>
            {messages.is_empty().then(|| view! { <p class="panel-note">"Nothing was written yet."</p> })}
            <ol class="message-list">{messages.into_iter().map(|row| message(side, row)).collect_view()}</ol>
            <Pagination first next=older/>
        </section>
    }
}

fn message(side: Side, row: MessageRow) -> impl IntoView {
    let href = format!("{}/messages/message/{}", side.base(), row.id);
    let who = if row.is_out {
        side.say("You", "The company")
    } else {
        "They"
    };
    view! {
        <li id=row.id.to_string() class="message" class:message-out=row.is_out>
            <p class="message-body">{row.body}</p>
            {row.refusal.map(|why| view! { <p class="message-refusal">{why}</p> })}
            <p class="message-meta">
                <span class="visually-hidden">{who} ": "</span>
                <a href=href><Moment at=row.at/></a> " · " {row.state.label()}
                {row.charged.map(|amount| view! { " · " <MoneyText amount/> })}
            </p>
        </li>
    }
}

/// The page of a new message, sent by the server function `F` from one of the inbox's numbers.
pub fn new_message<F: Posted>(
    side: Side,
    inbox: Inbox,
    from: Option<NumberId>,
    to: String,
    text: String,
    preview: Option<Result<MessagePreview, AppError>>,
) -> impl IntoView {
    let messages = format!("{}/messages", side.base());
    let can_write = inbox.numbers.iter().any(|number| number.is_active);
    let to = To::Anybody {
        numbers: inbox.numbers,
        from,
        to,
    };
    let page = format!("{messages}/new");
    view! {
        <p class="back"><a href=messages>"Messages"</a></p>
        <header class=side.head()><h1>"New message"</h1></header>
        {if can_write {
            view! {
                <section class="panel" aria-label="New message">{compose::<F>(side, to, page, text, preview, None)}</section>
            }.into_any()
        } else {
            let text = side.say(
                "Messages are sent from a phone number of yours that can send them.",
                "Messages are sent from a number of the company that you were given. Ask an owner, an admin or your manager.",
            );
            let can_find = side == Side::Person && features().numbers;
            view! {
                <EmptyState icon="phone" title="No number to write from" text>
                    {can_find.then(|| view! { <ButtonLink href="/numbers">"Find a number"</ButtonLink> })}
                </EmptyState>
            }.into_any()
        }}
    }
}
