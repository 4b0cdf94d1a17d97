//! `/account/documents`: addresses for numbers whose law wants one.

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
        addresses::{AddAddress, RemoveAddress},
    },
    shared::{
        address::{AddressBook, AddressView},
        place::Country,
    },
};

/// The addresses, and a form for one more.
#[component]
pub fn AddressesPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (saved, back) = (query.get("saved"), query.get("back"));
    view! {
        <Title text="Addresses"/>
        {Suspend::new(async move {
            answer(server_fns::addresses::book().await, move |book| show(book, saved, back))
        })}
    }
}

fn show(book: AddressBook, saved: Option<String>, back: Option<String>) -> impl IntoView {
    let refused = failure::<RemoveAddress>().map(|error| error.message());
    view! {
        <p class="back"><a href="/account/numbers">"Numbers"</a></p>
        <header class="account-head"><h1>"Addresses"</h1></header>
        <p class="panel-note">"Some countries want to know where the user of a number lives. You give an address once and use it for any number; only the network of such a number gets it."</p>
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
        <PostForm<RemoveAddress>>
            <input type="hidden" name="id" value=id/>
            <SubmitButton kind="secondary">"Delete" <span class="visually-hidden">{format!(" {line}")}</span></SubmitButton>
        </PostForm<RemoveAddress>>
    }
}

#[component]
fn AddForm(countries: Vec<Country>, back: Option<String>) -> impl IntoView {
    let failed = failure::<AddAddress>();
    view! {
        <section class="panel" aria-labelledby="address-title">
            <h2 id="address-title">"Add an address"</h2>
            <PostForm<AddAddress> class="message-form">
                {back.map(|back| view! { <input type="hidden" name="back" value=back/> })}
                <AddressFields countries failed/>
                <SubmitButton>"Keep the address"</SubmitButton>
            </PostForm<AddAddress>>
        </section>
    }
}
