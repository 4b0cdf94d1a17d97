//! `/business/messages`: the last message with everybody, of the numbers within reach.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use crate::{
    components::{ButtonLink, EmptyState, Field, FilterForm, Moment, Pagination},
    pages::answer::answer,
    server_fns,
    shared::message::{ConversationRow, Inbox},
};

/// The inbox.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (wanted, after) = (query.get("q").unwrap_or_default(), query.get("after"));
    view! {
        <Title text="Messages"/>
        {Suspend::new(async move {
                let read = server_fns::company_messages::show_inbox(wanted.clone(), after.clone()).await;
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
    let address = format!("/business/messages?q={}", Url::escape(&wanted));
    let first = is_later.then(|| address.clone());
    let older = next.map(|next| format!("{address}&after={next}"));
    view! {
        <header class="surface-head">
            <h1>"Messages"</h1>
            {can_write.then(|| view! {
                <a href="/business/messages/contacts">"Contacts"</a>
                <ButtonLink href="/business/messages/new">"New message"</ButtonLink>
            })}
        </header>
        {if conversations.is_empty() && !is_filtered {
            let text = if can_write {
                "Messages from the company's numbers are paid from its wallet. What comes in for them is here."
            } else {
                "Messages are written from the company's numbers, by those who were given one. There is none here for you yet."
            };
            view! { <EmptyState icon="message-square" title="No messages yet" text=text/> }.into_any()
        } else {
            view! {
                <FilterForm path="/business/messages" is_filtered>
                    <Field label="Search" name="q" kind="search" maxlength=100 hint="A word, a number or a name."/>
                </FilterForm>
                <section class="panel" aria-label="Conversations">
                    {conversations.is_empty().then(|| view! { <p>"No message fits."</p> })}
                    <ul class="rows">{conversations.into_iter().map(row).collect_view()}</ul>
                </section>
                <Pagination first next=older/>
            }.into_any()
        }}
    }
}

fn row(row: ConversationRow) -> impl IntoView {
    let href = format!(
        "/business/messages/{}?with={}",
        row.number,
        Url::escape(&row.peer)
    );
    let who = row.contact.unwrap_or(row.peer_display);
    let excerpt = if row.is_out {
        format!("Sent: {}", row.excerpt)
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
                {row.is_out.then(|| view! { <small>{row.state.label()}</small> })}
                <small><Moment at=row.at/></small>
            </span>
        </li>
    }
}
