//! `/business/documents`: addresses for numbers whose law wants one.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{EmptyState, Notice, PostForm, SubmitButton, form::failure},
    pages::{
        address_book::{AddressFields, done, row},
        answer::answer,
    },
    server_fns::{
        self,
        company_addresses::{AddCompanyAddress, RemoveCompanyAddress},
    },
    shared::{
        address::{AddressBook, AddressView},
        place::Country,
    },
};

/// The addresses, and a form for one more.
#[component]
pub fn CompanyAddressesPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (saved, back) = (query.get("saved"), query.get("back"));
    view! {
        <Title text="Addresses"/>
        {Suspend::new(async move {
            answer(server_fns::company_addresses::book().await, move |book| show(book, saved, back))
        })}
    }
}

fn show(book: AddressBook, saved: Option<String>, back: Option<String>) -> impl IntoView {
    let refused = failure::<RemoveCompanyAddress>().map(|error| error.message());
    view! {
        <header class="surface-head"><h1>"Addresses"</h1></header>
        <p class="panel-note">"Some countries want to know where the user of a number is. Give an address of the company once and use it for any of its numbers; only the network of such a number gets it."</p>
        {done(saved.as_deref())}
        {refused.map(|text| view! { <Notice kind="error">{text}</Notice> })}
        {if book.addresses.is_empty() {
            view! { <EmptyState icon="map-pin" title="No address yet" text="One is needed only for numbers that say so before you pay."/> }.into_any()
        } else {
            view! {
                <section class="panel" aria-label="Addresses">
                    <ul class="rows">{book.addresses.iter().map(|address| row(address, delete(address))).collect_view()}</ul>
                </section>
            }
            .into_any()
        }}
        <AddForm countries=book.countries back/>
    }
}

fn delete(address: &AddressView) -> impl IntoView + use<> {
    let (id, line) = (address.id.to_string(), address.line());
    view! {
        <PostForm<RemoveCompanyAddress>>
            <input type="hidden" name="id" value=id/>
            <SubmitButton kind="secondary">"Delete" <span class="visually-hidden">{format!(" {line}")}</span></SubmitButton>
        </PostForm<RemoveCompanyAddress>>
    }
}

#[component]
fn AddForm(countries: Vec<Country>, back: Option<String>) -> impl IntoView {
    let failed = failure::<AddCompanyAddress>();
    view! {
        <section class="panel" aria-labelledby="address-title">
            <h2 id="address-title">"Add an address"</h2>
            <PostForm<AddCompanyAddress> class="surface-form">
                {back.map(|back| view! { <input type="hidden" name="back" value=back/> })}
                <AddressFields countries failed/>
                <SubmitButton>"Keep the address"</SubmitButton>
            </PostForm<AddCompanyAddress>>
        </section>
    }
}
