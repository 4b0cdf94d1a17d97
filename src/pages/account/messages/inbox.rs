//! `/account/messages`: the last message with everybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use crate::{
    components::{ButtonLink, EmptyState, Field, FilterForm, Moment, Pagination, features},
    pages::answer::answer,
    server_fns,
    shared::message::{ConversationRow, Inbox, SendingNumber},
};

/// The inbox.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (wanted, after) = (query.get("q").unwrap_or_default(), query.get("after"));
    view! {
        <Title text="Messages"/>
        {Suspend::new(async move {
                let read = server_fns::messages::show_inbox(wanted.clone(), after.clone()).await;
                answer(read, move |inbox| show(inbox, wanted, after.is_some()))
            })}
    }
}

fn show(inbox: Inbox, wanted: String, is_later: bool) -> impl IntoView {
    let Inbox {
        conversations,
        next,
        numbers,
    } = inbox;
    let can_write = numbers.iter().any(|number| number.is_active);
    let is_filtered = !wanted.is_empty();
    let address = move |after: Option<String>| {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        format!("/account/messages?q={}{after}", Url::escape(&wanted))
    };
    let first = is_later.then(|| address(None));
    let older = next.map(|next| address(Some(next)));
    view! {
        <header class="account-head">
            <h1>"Messages"</h1>
            {can_write.then(|| view! { <ButtonLink href="/account/messages/new">"New message"</ButtonLink> })}
        </header>
        {if conversations.is_empty() && !is_filtered {
            view! { <Nothing can_write/> }.into_any()
        } else {
            view! {
                <FilterForm path="/account/messages" is_filtered csv="/account/messages.csv">
                    <Field label="Search" name="q" kind="search" maxlength=100 hint="A name, a number or a word of a message."/>
                </FilterForm>
                {if conversations.is_empty() {
                    view! { <p>"No conversation fits."</p> }.into_any()
                } else {
                    view! {
                        <section class="panel" aria-label="Conversations">
                            <ul class="rows">{conversations.into_iter().map(row).collect_view()}</ul>
                        </section>
                    }.into_any()
                }}
                <Pagination first next=older/>
            }.into_any()
        }}
        {(!numbers.is_empty()).then(|| view! { <Numbers numbers/> })}
    }
}

#[component]
fn Nothing(can_write: bool) -> impl IntoView {
    let text = if can_write {
        "Write to any phone from one of your numbers; what comes back is here too."
    } else {
        "Messages are written from a phone number of yours that can send them, and what comes in for it is here."
    };
    view! {
        <EmptyState icon="message-square" title="No messages yet" text=text>
            {match can_write {
                true => Some(view! { <ButtonLink href="/account/messages/new">"Write a message"</ButtonLink> }.into_any()),
                false => features().numbers.then(|| view! { <ButtonLink href="/numbers">"Find a number"</ButtonLink> }.into_any()),
            }}
        </EmptyState>
    }
}

fn row(row: ConversationRow) -> impl IntoView {
    let href = format!("/account/messages/{}?with={}", row.number, Url::escape(&row.peer));
    let who = row.contact.unwrap_or(row.peer_display);
    let excerpt = if row.is_out {
        format!("You: {}", row.excerpt)
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

#[component]
fn Numbers(numbers: Vec<SendingNumber>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="message-numbers">
            <header class="panel-head">
                <h2 id="message-numbers">"Your numbers"</h2>
                <a href="/account/messages/contacts">"Contacts"</a>
            </header>
            <ul class="rows">
                {numbers
                    .into_iter()
                    .filter(|number| number.is_active)
                    .map(|number| {
                        let href = format!("/account/messages/settings/{}", number.id);
                        let quiet = if number.quiet.is_some() { "Quiet hours set" } else { "Quiet hours" };
                        view! {
                            <li class="row">
                                <span class="row-main"><span class="number-text">{number.display}</span><small>{number.label}</small></span>
                                <span class="row-side"><a href=href>{quiet}</a></span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}
