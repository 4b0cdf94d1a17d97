//! `/admin/people/{id}`: one person, to read only.

use leptos::prelude::*;
use leptos_meta::Title;

use super::find::role_in_words;
use crate::{
    components::Notice,
    pages::{
        answer::{answer, id_in_path},
        list_address::asked_for,
        reseller::customers::{AccountBadge, EventList, Facts, Holdings, Money},
    },
    server_fns,
    shared::{crm::PersonView, error::AppError, ids::UserId},
};

/// One person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let id = id_in_path::<UserId>();
    let after = asked_for("after");
    view! {
        {Suspend::new(async move {
            let is_first = after.is_empty();
            let read = match id {
                Some(id) => server_fns::people::person(id, Some(after)).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |person| show(person, is_first))
        })}
    }
}

fn show(person: PersonView, is_first: bool) -> impl IntoView {
    let customer = person.customer;
    let path = format!("/admin/people/{}", customer.row.id);
    view! {
        <Title text=format!("Person: {}", customer.row.email)/>
        <p class="back"><a href="/admin/people">"People"</a></p>
        <header class="surface-head">
            <h1>{customer.row.email.clone()}</h1>
            <AccountBadge status=customer.row.status is_verified=customer.row.is_verified/>
        </header>
        <Notice kind="info"><p>"That you opened this page is written to the audit log; the shop can see it."</p></Notice>
        <p>
            {role_in_words(&person.role)} " at "
            <a href=format!("/admin/resellers/{}", person.reseller)>{person.shop}</a>
            ". Nothing can be changed here: enter the shop to help."
        </p>
        <div class="surface-columns">
            <Facts customer=customer.clone()/>
            <Money customer=customer.clone()/>
        </div>
        <Holdings numbers=customer.numbers esims=customer.esims/>
        <EventList page=customer.timeline path is_first/>
    }
}
