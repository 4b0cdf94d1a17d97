//! `/business/messages/contacts`: people the company writes to and calls, shared by its members; and one of them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use crate::{
    components::{
        EmptyState, Field, FilterForm, Notice, Pagination, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        company_contacts::{RemoveCompanyContact, SaveCompanyContact},
    },
    shared::{error::AppError, ids::ContactId, message::ContactRow, paging::Page},
};

const PATH: &str = "/business/messages/contacts";

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
                let read = server_fns::company_contacts::list(wanted.clone(), after.clone()).await;
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
        <p class="back"><a href="/business/messages">"Messages"</a></p>
        <header class="surface-head"><h1>"Contacts of the company"</h1></header>
        {saved.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        <p class="panel-note">
            "Everybody in the company who sends messages sees and changes them. Your own contacts are in "
            <a href="/account/messages/contacts">"your account"</a> ", for you alone."
        </p>
        {if rows.is_empty() && !is_filtered {
            view! { <EmptyState icon="users" title="No contacts yet" text="Give a number a name, and its conversations carry it for everybody."/> }
                .into_any()
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
    let write = format!("/business/messages/new?to={}", Url::escape(&contact.e164));
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

/// A contact.
#[component]
pub fn ContactPage() -> impl IntoView {
    let id = id_in_path::<ContactId>();
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::company_contacts::contact(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, one)
            })}
    }
}

fn one(contact: ContactRow) -> impl IntoView {
    view! {
        <Title text=contact.name.clone()/>
        <p class="back"><a href=PATH>"Contacts"</a></p>
        <header class="surface-head"><h1>{contact.name.clone()}</h1></header>
        <section class="panel" aria-label="Contact"><ContactForm number=contact.e164.clone() contact=Some(contact.clone())/></section>
        <section class="panel" aria-labelledby="remove-title">
            <h2 id="remove-title">"Forget this contact"</h2>
            <p class="panel-note">"For everybody in the company. Its messages stay; they show the number instead of the name."</p>
            <PostForm<RemoveCompanyContact>>
                <input type="hidden" name="contact" value=contact.id.to_string()/>
                <SubmitButton kind="secondary">"Forget"</SubmitButton>
            </PostForm<RemoveCompanyContact>>
        </section>
    }
}

#[component]
fn ContactForm(contact: Option<ContactRow>, number: String) -> impl IntoView {
    let failed = failure::<SaveCompanyContact>();
    let wrong = |field: &str| of_field(failed.as_ref(), field);
    let (name_wrong, number_wrong) = (wrong("contact_name"), wrong("contact_number"));
    let (tags_wrong, note_wrong) = (wrong("contact_tags"), wrong("contact_note"));
    let notice = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(AppError::message);
    let id = contact.as_ref().map(|contact| contact.id.to_string());
    let (name, tags, note) = contact
        .map(|contact| (contact.name, contact.tags.join(", "), contact.note))
        .unwrap_or_default();
    view! {
        {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <PostForm<SaveCompanyContact> class="message-form">
            {id.map(|id| view! { <input type="hidden" name="contact" value=id/> })}
            <Field label="Name" name="contact_name" value=name maxlength=80 required=true error=name_wrong/>
            <Field label="Number" name="contact_number" kind="tel" value=number maxlength=40 required=true hint="With the country code, such as +33 6 12 34 56 78." error=number_wrong/>
            <Field label="Tags" name="contact_tags" value=tags maxlength=330 hint="With commas between." error=tags_wrong/>
            <TextArea label="Note" name="contact_note" value=note rows=3 maxlength=500 error=note_wrong/>
            <SubmitButton>"Save"</SubmitButton>
        </PostForm<SaveCompanyContact>>
    }
}
