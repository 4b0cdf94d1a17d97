//! The people somebody writes to and calls; and one of them.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::{
    Posted, Side,
    contact_form::contact_form,
    contact_tools::{TakeIn, own_fields},
    import_answer::import_answer,
};
use crate::{
    components::{Choice, EmptyState, Field, FilterForm, Notice, Pagination, PostForm, Select, SubmitButton},
    shared::{
        contact::{ContactList, ContactRow, ContactView},
        paging::Page,
    },
};

/// What the address of the list says.
#[derive(Debug, Clone)]
pub struct Contacts {
    pub wanted: String,
    pub group: String,
    pub after: Option<String>,
    /// Stands in the form of a new contact.
    number: String,
    /// What was done, and whether it is good.
    told: Option<(bool, Vec<String>)>,
}

/// Reads the address.
pub fn query() -> Contacts {
    let query = use_query_map().read_untracked().clone();
    let saved = query.get("saved").map(|what| match what.as_str() {
        "removed" => "The contact is forgotten; its messages stay.",
        "no_field" => "The field is removed, with all it said.",
        _ => "Saved.",
    });
    let saved = saved.map(|words| (true, vec![words.to_owned()]));
    Contacts {
        wanted: query.get("q").unwrap_or_default(),
        group: query.get("group").unwrap_or_default(),
        after: query.get("after"),
        number: query.get("number").unwrap_or_default(),
        told: saved.or_else(|| import_answer(&query)),
    }
}

/// The page of all. A contact is saved by the server function `Save`; fields are made by `Add` and removed by `Remove`.
pub fn contacts<Save: Posted, Add: Posted, Remove: Posted>(
    side: Side,
    list: ContactList,
    asked: Contacts,
) -> impl IntoView {
    let ContactList {
        page: Page { rows, next },
        groups,
        fields,
        may_edit_fields,
    } = list;
    let messages = format!("{}/messages", side.base());
    let path = format!("{messages}/contacts");
    let csv = format!("{path}.csv");
    let is_filtered = !asked.wanted.is_empty() || !asked.group.is_empty();
    let address = format!(
        "{path}?q={}&group={}",
        Url::escape(&asked.wanted),
        Url::escape(&asked.group)
    );
    let first = asked.after.is_some().then(|| address.clone());
    let next = next.map(|next| format!("{address}&after={}", Url::escape(&next)));
    let mut choices = vec![Choice::new("", "All groups")];
    choices.extend(groups.into_iter().map(|group| Choice::new(group.clone(), group)));
    let has_groups = choices.len() > 1;
    view! {
        <p class="back"><a href=messages>"Messages"</a></p>
        <header class=side.head()><h1>{side.say("Contacts", "Contacts of the company")}</h1></header>
        {asked.told.map(|(is_good, words)| view! {
            <Notice kind=if is_good { "good" } else { "error" }>
                {words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
            </Notice>
        })}
        {(side == Side::Company).then(|| view! {
            <p class="panel-note">
                "Everybody in the company who sends messages sees and changes them. Your own contacts are in "
                <a href="/account/messages/contacts">"your account"</a> ", for you alone."
            </p>
        })}
        {if rows.is_empty() && !is_filtered {
            let text = side.say(
                "Give a number a name, and its conversation carries it. Only you see your contacts.",
                "Give a number a name, and its conversations carry it for everybody.",
            );
            view! { <EmptyState icon="users" title="No contacts yet" text/> }.into_any()
        } else {
            view! {
                <FilterForm path=path.clone() is_filtered csv>
                    <Field label="Search" name="q" kind="search" value=asked.wanted maxlength=100 hint="A name, a number, a tag or a word of a field."/>
                    {has_groups.then(|| view! { <Select label="Group" name="group" choices value=asked.group/> })}
                </FilterForm>
                <section class="panel" aria-label="Contacts">
                    {rows.is_empty().then(|| view! { <p>"No contact fits."</p> })}
                    <ul class="rows">{rows.into_iter().map(|contact| row(side, contact)).collect_view()}</ul>
                    <Pagination first next/>
                </section>
            }.into_any()
        }}
        <section class="panel" aria-labelledby="new-contact">
            <h2 id="new-contact">"Add a contact"</h2>
            {contact_form::<Save>(None, asked.number, fields.clone())}
        </section>
        <TakeIn side fields=fields.clone()/>
        {may_edit_fields.then(|| own_fields::<Add, Remove>(side, fields))}
    }
}

fn row(side: Side, contact: ContactRow) -> impl IntoView {
    let href = format!("{}/messages/contacts/{}", side.base(), contact.id);
    let write = format!("{}/messages/new?to={}", side.base(), Url::escape(&contact.e164));
    let labels: Vec<String> = contact.groups.into_iter().chain(contact.tags).collect();
    let said: Vec<String> = contact
        .said
        .into_iter()
        .map(|said| format!("{}: {}", said.name, said.text))
        .collect();
    view! {
        <li class="row">
            <span class="row-main">
                <a href=href>{contact.name}</a>
                <small class="number-text">{contact.display}</small>
                <small>{labels.join(", ")}</small>
                {(!said.is_empty()).then(|| view! { <small>{said.join(" · ")}</small> })}
            </span>
            <span class="row-side"><a href=write>"Write"</a></span>
        </li>
    }
}

/// The page of one; saved by the server function `Save`, forgotten by `Forget`.
pub fn contact<Save: Posted, Forget: Posted>(side: Side, view: ContactView) -> impl IntoView {
    let ContactView { contact, fields } = view;
    let all = format!("{}/messages/contacts", side.base());
    let (id, name, number) = (contact.id.to_string(), contact.name.clone(), contact.e164.clone());
    view! {
        <Title text=name.clone()/>
        <p class="back"><a href=all>"Contacts"</a></p>
        <header class=side.head()><h1>{name}</h1></header>
        <section class="panel" aria-label="Contact">{contact_form::<Save>(Some(contact), number, fields)}</section>
        <section class="panel" aria-labelledby="remove-title">
            <h2 id="remove-title">"Forget this contact"</h2>
            <p class="panel-note">
                {side.say("", "For everybody in the company. ")}
                "Its messages stay; they show the number instead of the name."
            </p>
            <PostForm<Forget>>
                <input type="hidden" name="contact" value=id/>
                <SubmitButton kind="secondary">"Forget"</SubmitButton>
            </PostForm<Forget>>
        </section>
    }
}
