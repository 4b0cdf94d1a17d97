//! `/admin/people`: the search.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, EmptyState, Field, FilterForm, ListTable, Moment, Notice},
    pages::{answer::answer, list_address::asked_for, reseller::customers::AccountBadge},
    server_fns,
    shared::crm::FoundPerson,
};

/// Finds people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let q = asked_for("q");
    view! {
        <Title text="People"/>
        {Suspend::new(async move {
            let read = server_fns::people::find_people(Some(q.clone())).await;
            answer(read, move |found| show(found, q))
        })}
    }
}

fn show(found: Vec<FoundPerson>, q: String) -> impl IntoView {
    let is_asked = !q.trim().is_empty();
    view! {
        <header class="surface-head"><h1>"People"</h1></header>
        <Notice kind="info"><p>"Every search, and every person you open, is written to the audit log with your name."</p></Notice>
        <FilterForm path="/admin/people" is_filtered=is_asked>
            <Field
                label="Find"
                name="q"
                kind="search"
                value=q
                maxlength=254
                hint="The beginning of an e-mail (3 letters or more); a number, ICCID, or the id of an order, payment or person"
            />
        </FilterForm>
        {is_asked.then(|| view! {
            <section class="panel" aria-label="People found">
                {if found.is_empty() {
                    view! { <EmptyState icon="users" title="Nobody found" text="An e-mail address is found by its beginning, the rest by the whole of it."/> }
                        .into_any()
                } else {
                    table(found).into_any()
                }}
            </section>
        })}
    }
}

fn table(found: Vec<FoundPerson>) -> impl IntoView {
    let columns = vec![
        Column::plain("Person"),
        Column::plain("Shop"),
        Column::plain("Is there"),
        Column::plain("Status"),
        Column::plain("Last seen"),
    ];
    view! { <ListTable caption="People found" columns>{found.into_iter().map(row).collect_view()}</ListTable> }
}

fn row(person: FoundPerson) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Person" class="customer-cell">
                <span>
                    <a href=format!("/admin/people/{}", person.id)>{person.email}</a>
                    <small>{person.name}</small>
                </span>
            </td>
            <td data-label="Shop"><a href=format!("/admin/resellers/{}", person.reseller)>{person.shop}</a></td>
            <td data-label="Is there">{role_in_words(&person.role)}</td>
            <td data-label="Status"><AccountBadge status=person.status is_verified=true/></td>
            <td data-label="Last seen"><Moment at=person.last_seen_at/></td>
        </tr>
    }
}

/// What an account is at its shop.
pub fn role_in_words(role: &str) -> &'static str {
    match role {
        "user" => "Customer",
        "reseller" => "Staff",
        _ => "Operator",
    }
}
