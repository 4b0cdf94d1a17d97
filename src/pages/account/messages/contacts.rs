//! `/account/messages/contacts`: people a customer writes to.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::contact::ContactForm;
use crate::{
    components::{EmptyState, Field, FilterForm, Notice, Pagination},
    pages::answer::answer,
    server_fns,
    shared::{message::ContactRow, paging::Page},
};

const PATH: &str = "/account/messages/contacts";

/// The contacts.
#[component]
pub fn ContactsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (wanted, after) = (query.get("q").unwrap_or_default(), query.get("after"));
    let number = query.get("number").unwrap_or_default();
    let saved = query.get("saved").map(|what| match what.as_str() {
        "removed" => "The contact is forgotten; its messages stay.",
        _ => "Saved.",
    });
    view! {
        <Title text="Contacts"/>
        {Suspend::new(async move {
                let read = server_fns::messages::contact_list(wanted.clone(), after.clone()).await;
                answer(read, move |page| show(page, wanted, after.is_some(), number, saved))
            })}
    }
}

fn show(
    page: Page<ContactRow>,
    wanted: String,
    is_later: bool,
    number: String,
    saved: Option<&'static str>,
) -> impl IntoView {
    let Page { rows, next } = page;
    let is_filtered = !wanted.is_empty();
    let address = format!("{PATH}?q={}", Url::escape(&wanted));
    let first = is_later.then(|| address.clone());
    let next = next.map(|next| format!("{address}&after={}", Url::escape(&next)));
    view! {
        <p class="back"><a href="/account/messages">"Messages"</a></p>
        <header class="account-head"><h1>"Contacts"</h1></header>
        {saved.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        {if rows.is_empty() && !is_filtered {
            view! {
                <EmptyState
                    icon="users"
                    title="No contacts yet"
                    text="Give a number a name, and its conversation carries it. Only you see your contacts."
                />
            }.into_any()
        } else {
            view! {
                <FilterForm path=PATH is_filtered>
                    <Field label="Search" name="q" kind="search" maxlength=100 hint="A name, a number or a tag."/>
                </FilterForm>
                <section class="panel" aria-label="Contacts">
                    {rows.is_empty().then(|| view! { <p>"No contact fits."</p> })}
                    <ul class="rows">{rows.into_iter().map(row).collect_view()}</ul>
                    <Pagination first next/>
                </section>
            }.into_any()
        }}
        <section class="panel" aria-labelledby="new-contact">
            <h2 id="new-contact">"Add a contact"</h2>
            <ContactForm contact=None number/>
        </section>
    }
}

fn row(contact: ContactRow) -> impl IntoView {
    let href = format!("{PATH}/{}", contact.id);
    let write = format!("/account/messages/new?to={}", Url::escape(&contact.e164));
    view! {
        <li class="row">
            <span class="row-main">
                <a href=href>{contact.name}</a>
                <small class="number-text">{contact.display}</small>
                <small>{contact.tags.join(", ")}</small>
            </span>
            <span class="row-side"><a href=write>"Write"</a></span>
        </li>
    }
}
