//! `/business/messages/{number}?with=…` and `/business/messages/new`: a conversation of one of the company's numbers, and a
//! message to anybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::write::{To, Write};
use crate::{
    components::{EmptyState, Moment, MoneyText, Notice, Pagination},
    pages::answer::{answer, id_in_path},
    server_fns::{self, company_messages},
    shared::{
        error::AppError,
        ids::NumberId,
        message::{Conversation, MessagePreview, MessageRow},
        permissions::OrganizationMay,
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
                        company_messages::show_conversation(number, peer.clone(), after.clone()).await
                    }
                    _ => Err(AppError::NotFound),
                };
                let preview = match (&read, number) {
                    (Ok(_), Some(number)) if !text.trim().is_empty() => {
                        Some(company_messages::preview(number, peer, text.clone()).await)
                    }
                    _ => None,
                };
                let may_send = server_fns::business::home().await.ok().and_then(|home| home.current)
                    .is_some_and(|company| company.is_open && company.role.may(OrganizationMay::SendMessages));
                answer(read, move |found| show(found, text, preview, after.is_some(), may_send))
            })}
    }
}

fn show(
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
        is_opted_out,
        ..
    } = conversation;
    let page = format!("/business/messages/{}", number.id);
    let address = format!("{page}?with={}", Url::escape(&peer));
    let title = contact_name.unwrap_or_else(|| peer_display.clone());
    let contact_href = match contact {
        Some(id) => format!("/business/messages/contacts/{id}"),
        None => format!("/business/messages/contacts?number={}", Url::escape(&peer)),
    };
    let contact_label = if contact.is_some() {
        "Contact"
    } else {
        "Add to contacts"
    };
    let can_be_answered = peer.starts_with('+');
    let form = if !may_send {
        view! { <Notice kind="info">"You can read this; members who send messages answer."</Notice> }
            .into_any()
    } else if !number.is_active {
        view! { <Notice kind="info">"The company has this number no more. Its messages stay here."</Notice> }
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
        view! { <Write to page text preview/> }.into_any()
    };
    let first = is_older.then(|| address.clone());
    let older = next.map(|next| format!("{address}&after={next}"));
    view! {
        <Title text=title.clone()/>
        <p class="back"><a href="/business/messages">"Messages"</a></p>
        <header class="surface-head">
            <div>
                <h1>{title}</h1>
                <p class="panel-note">
                    <span class="number-text">{peer_display}</span> " by the company's number " <span class="number-text">{number.display}</span>
                </p>
            </div>
            {(can_be_answered && may_send).then(|| view! { <a href=contact_href>{contact_label}</a> })}
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
    let href = format!("/business/messages/message/{}", row.id);
    let who = if row.is_out { "The company" } else { "They" };
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

const NEW: &str = "/business/messages/new";

/// A new message.
#[component]
pub fn NewMessagePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let from: Option<NumberId> = query.get("sender").and_then(|id| id.parse().ok());
    let to = query.get("to").unwrap_or_default();
    let text = query.get("message_text").unwrap_or_default();
    view! {
        <Title text="New message"/>
        {Suspend::new(async move {
                let preview = match from {
                    Some(from) if !text.trim().is_empty() => {
                        Some(company_messages::preview(from, to.clone(), text.clone()).await)
                    }
                    _ => None,
                };
                answer(company_messages::show_inbox(String::new(), None).await, move |inbox| {
                    let can_write = inbox.numbers.iter().any(|number| number.is_active);
                    let to = To::Anybody { numbers: inbox.numbers, from, to };
                    view! {
                        <p class="back"><a href="/business/messages">"Messages"</a></p>
                        <header class="surface-head"><h1>"New message"</h1></header>
                        {if can_write {
                            view! {
                                <section class="panel" aria-label="New message"><Write to page=NEW.to_owned() text preview/></section>
                            }.into_any()
                        } else {
                            view! {
                                <EmptyState icon="phone" title="No number to write from" text="Messages are sent from a number of the company that you were given. Ask an owner, an admin or your manager."/>
                            }.into_any()
                        }}
                    }
                })
            })}
    }
}
