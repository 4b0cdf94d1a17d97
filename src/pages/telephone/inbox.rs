//! The last message with everybody.

use leptos::prelude::*;
use leptos_router::location::Url;

use super::Side;
use crate::{
    components::{ButtonLink, EmptyState, Field, FilterForm, Moment, Pagination, features},
    shared::message::{ConversationRow, Inbox},
};

/// The inbox.
pub fn inbox(side: Side, inbox: Inbox, wanted: &str, is_later: bool) -> impl IntoView + use<> {
    let Inbox {
        conversations,
        next,
        numbers,
    } = inbox;
    let can_write = numbers.iter().any(|number| number.is_active);
    let is_filtered = !wanted.is_empty();
    let page = format!("{}/messages", side.base());
    let (contacts, new) = (format!("{page}/contacts"), format!("{page}/new"));
    let address = format!("{page}?q={}", Url::escape(wanted));
    let first = is_later.then(|| address.clone());
    let older = next.map(|next| format!("{address}&after={next}"));
    view! {
        <header class=side.head()>
            <h1>"Messages"</h1>
            {(can_write && side == Side::Company).then(|| view! { <a href=contacts>"Contacts"</a> })}
            {can_write.then(|| view! { <ButtonLink href=new>"New message"</ButtonLink> })}
        </header>
        {if conversations.is_empty() && !is_filtered {
            view! { <Nothing side can_write/> }.into_any()
        } else {
            view! {
                <FilterForm path=page is_filtered csv=side.say("/account/messages.csv", "")>
                    <Field label="Search" name="q" kind="search" maxlength=100 hint="A name, a number or a word of a message."/>
                </FilterForm>
                {if conversations.is_empty() {
                    view! { <p>"No conversation fits."</p> }.into_any()
                } else {
                    view! {
                        <section class="panel" aria-label="Conversations">
                            <ul class="rows">{conversations.into_iter().map(|last| row(side, last)).collect_view()}</ul>
                        </section>
                    }.into_any()
                }}
                <Pagination first next=older/>
            }.into_any()
        }}
    }
}

#[component]
fn Nothing(side: Side, can_write: bool) -> impl IntoView {
    let text = if can_write {
        side.say(
            "Write to any phone from one of your numbers; what comes back is here too.",
            "Messages from the company's numbers are paid from its wallet. What comes in for them is here.",
        )
    } else {
        side.say(
            "Messages are written from a phone number of yours that can send them, and what comes in for it is here.",
            "Messages are written from the company's numbers, by those who were given one. There is none here for you yet.",
        )
    };
    let is_person = side == Side::Person;
    view! {
        <EmptyState icon="message-square" title="No messages yet" text=text>
            {(is_person && can_write).then(|| view! { <ButtonLink href="/account/messages/new">"Write a message"</ButtonLink> })}
            {(is_person && !can_write && features().numbers).then(|| view! { <ButtonLink href="/numbers">"Find a number"</ButtonLink> })}
        </EmptyState>
    }
}

fn row(side: Side, row: ConversationRow) -> impl IntoView {
    let href = format!(
        "{}/messages/{}?with={}",
        side.base(),
        row.number,
        Url::escape(&row.peer)
    );
    let who = row.contact.unwrap_or(row.peer_display);
    let excerpt = if row.is_out {
        format!("{}: {}", side.say("You", "Sent"), row.excerpt)
    } else {
        row.excerpt
    };
    let unread = (row.unread > 0).then(|| format!("{} new", row.unread));
    view! {
        <li class="row">
            <span class="row-main">
                <a href=href>{who}</a>
                <small class="message-excerpt">{excerpt}</small>
                <small>"by " <span class="number-text">{row.number_display}</span></small>
            </span>
            <span class="row-side">
                {unread.map(|unread| view! { <span class="message-unread">{unread}</span> })}
                {(row.is_out).then(|| view! { <small>{row.state.label()}</small> })}
                <small><Moment at=row.at/></small>
            </span>
        </li>
    }
}
