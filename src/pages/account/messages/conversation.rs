//! `/account/messages/{number}?with=…`: what one number and one peer wrote to each other.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::compose::{Compose, To};
use crate::{
    components::{Moment, MoneyText, Notice, Pagination},
    pages::answer::{answer, id_in_path},
    server_fns,
    shared::{
        error::AppError,
        ids::NumberId,
        message::{Conversation, MessagePreview, MessageRow},
    },
};

/// A conversation.
#[component]
pub fn ConversationPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let number = id_in_path::<NumberId>();
    let peer = query.get("with").unwrap_or_default();
    let (text, after) = (query.get("message_text").unwrap_or_default(), query.get("after"));
    view! {
        {Suspend::new(async move {
                let read = match number {
                    Some(number) if !peer.is_empty() => {
                        server_fns::messages::show_conversation(number, peer.clone(), after.clone()).await
                    }
                    _ => Err(AppError::NotFound),
                };
                let preview = match (&read, number) {
                    (Ok(_), Some(number)) if !text.trim().is_empty() => {
                        Some(server_fns::messages::preview(number, peer, text.clone()).await)
                    }
                    _ => None,
                };
                answer(read, move |conversation| show(conversation, text, preview, after.is_some()))
            })}
    }
}

fn show(
    conversation: Conversation,
    text: String,
    preview: Option<Result<MessagePreview, AppError>>,
    is_older: bool,
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
    let page = format!("/account/messages/{}", number.id);
    let address = format!("{page}?with={}", Url::escape(&peer));
    let title = contact_name.unwrap_or_else(|| peer_display.clone());
    let contact_href = match contact {
        Some(id) => format!("/account/messages/contacts/{id}"),
        None => format!("/account/messages/contacts?number={}", Url::escape(&peer)),
    };
    let contact_label = if contact.is_some() {
        "Contact"
    } else {
        "Add to contacts"
    };
    let can_be_answered = peer.starts_with('+');
    let form = if !number.is_active {
        view! { <Notice kind="info">"No messages can be written from this number. What came in stays here for you, and nobody else sees it."</Notice> }
            .into_any()
    } else if is_opted_out {
        view! { <Notice kind="warning">"They answered STOP, so this number may not write to them until they answer START."</Notice> }
            .into_any()
    } else if !can_be_answered {
        view! { <Notice kind="info">"This sender takes no answers."</Notice> }.into_any()
    } else {
        let to = To::Peer {
            from: number.id,
            peer: peer.clone(),
        };
        view! { <Compose to page text preview unit/> }.into_any()
    };
    let first = is_older.then(|| address.clone());
    let older = next.map(|next| format!("{address}&after={next}"));
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href="/account/messages">"Messages"</a></p>
        <header class="account-head">
            <div>
                <h1>{title}</h1>
                <p class="panel-note">
                    <span class="number-text">{peer_display}</span> " by your number " <span class="number-text">{number.display}</span>
                </p>
            </div>
            {can_be_answered.then(|| view! { <a href=contact_href>{contact_label}</a> })}
        </header>
        <section class="panel" aria-label="Write">{form}</section>
        <section class="panel" aria-labelledby="conversation-title">
            <h2 id="conversation-title">"Newest first"</h2>
            {messages.is_empty().then(|| view! { <p class="panel-note">"Nothing was written yet."</p> })}
            <ol class="message-list">{messages.into_iter().map(message).collect_view()}</ol>
            <Pagination first next=older/>
        </section>
    }
}

fn message(row: MessageRow) -> impl IntoView {
    let href = format!("/account/messages/message/{}", row.id);
    let who = if row.is_out { "You" } else { "They" };
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
