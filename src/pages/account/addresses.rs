//! `/account/documents`: addresses for numbers whose law wants one.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Choice, EmptyState, Field, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
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
    let removing = failure::<RemoveAddress>().map(|error| error.message());
    let done = saved.and_then(|what| match what.as_str() {
        "added" => Some("The address is kept."),
        "removed" => Some("The address is deleted."),
        _ => None,
    });
    let is_empty = book.addresses.is_empty();
    view! {
        <header class="account-head">
            <h1>"Addresses"</h1>
            <p>"Some countries want to know where the user of a number lives. You give an address once and use it for any number; only the network of such a number gets it."</p>
        </header>
        {done.map(|text| view! { <Notice kind="good">{text}</Notice> })}
        {removing.map(|text| view! { <Notice kind="error">{text}</Notice> })}
        {if is_empty {
            view! { <EmptyState icon="map-pin" title="No address yet" text="You need one only for numbers that say so before you pay."/> }.into_any()
        } else {
            view! {
                <section class="panel" aria-label="Your addresses">
                    <ul class="rows">{book.addresses.into_iter().map(row).collect_view()}</ul>
                </section>
            }
            .into_any()
        }}
        <AddForm countries=book.countries back/>
    }
}

fn row(address: AddressView) -> impl IntoView {
    let about = match address.numbers {
        0 => "No number depends on it".to_owned(),
        1 => "1 number depends on it".to_owned(),
        many => format!("{many} numbers depend on it"),
    };
    let line = address.line();
    view! {
        <li class="row">
            <span class="row-main"><bdi>{line.clone()}</bdi> <small>{about}</small></span>
            <span class="row-side">
                <PostForm<RemoveAddress>>
                    <input type="hidden" name="id" value=address.id.to_string()/>
                    <SubmitButton kind="secondary">"Delete" <span class="visually-hidden">{format!(" {line}")}</span></SubmitButton>
                </PostForm<RemoveAddress>>
            </span>
        </li>
    }
}

#[component]
fn AddForm(countries: Vec<Country>, back: Option<String>) -> impl IntoView {
    let failed = failure::<AddAddress>();
    let names = ["resident", "street", "city", "region", "postal_code", "country"];
    let is_field = names.iter().any(|name| of_field(failed.as_ref(), name).is_some());
    let notice = failed.clone().filter(|_| !is_field).map(|error| error.message());
    let of = move |name| of_field(failed.as_ref(), name);
    let choices = countries
        .into_iter()
        .map(|country| Choice::new(country.code.to_string(), country.name))
        .collect();
    view! {
        <section class="panel" aria-labelledby="address-title">
            <h2 id="address-title">"Add an address"</h2>
            {notice.map(|text| view! { <Notice kind="error">{text}</Notice> })}
            <PostForm<AddAddress> class="message-form">
                {back.map(|back| view! { <input type="hidden" name="back" value=back/> })}
                <Field label="Name of the person or company" name="resident" required=true maxlength=100 error=of("resident")/>
                <Field label="Street and number" name="street" required=true maxlength=120 error=of("street")/>
                <Field label="Town" name="city" required=true maxlength=80 error=of("city")/>
                <Field label="State or region" name="region" maxlength=60 hint="Needed in Australia, Brazil, Canada, Mexico and the United States." error=of("region")/>
                <Field label="Postal code" name="postal_code" maxlength=12 error=of("postal_code")/>
                <Select label="Country" name="country" choices error=of("country")/>
                <SubmitButton>"Keep the address"</SubmitButton>
            </PostForm<AddAddress>>
        </section>
    }
}
