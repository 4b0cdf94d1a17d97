//! The pieces of an address book, for customers and for companies.

use leptos::prelude::*;

use crate::{
    components::{Choice, Field, Notice, Select, form::of_field},
    shared::{address::AddressView, error::AppError, place::Country},
};

/// What became of the last form, in words.
pub(super) fn done(saved: Option<&str>) -> Option<impl IntoView + use<>> {
    let text = match saved? {
        "added" => "The address is kept.",
        "removed" => "The address is deleted.",
        _ => return None,
    };
    Some(view! { <Notice kind="good">{text}</Notice> })
}

/// An address of the list; `delete` is what its form contains.
pub(super) fn row<D: IntoView>(address: &AddressView, delete: D) -> impl IntoView + use<D> {
    let about = match address.numbers {
        0 => "No number depends on it".to_owned(),
        1 => "1 number depends on it".to_owned(),
        many => format!("{many} numbers depend on it"),
    };
    view! {
        <li class="row">
            <span class="row-main"><bdi>{address.line()}</bdi> <small>{about}</small></span>
            <span class="row-side">{delete}</span>
        </li>
    }
}

/// The fields of a new address, with what is wrong with them.
#[component]
pub(super) fn AddressFields(countries: Vec<Country>, failed: Option<AppError>) -> impl IntoView {
    let names = ["resident", "street", "city", "region", "postal_code", "country"];
    let is_field = names.iter().any(|name| of_field(failed.as_ref(), name).is_some());
    let notice = failed.clone().filter(|_| !is_field).map(|error| error.message());
    let of = move |name| of_field(failed.as_ref(), name);
    let choices = countries
        .into_iter()
        .map(|country| Choice::new(country.code.to_string(), country.name))
        .collect();
    view! {
        {notice.map(|text| view! { <Notice kind="error">{text}</Notice> })}
        <Field label="Name of the person or company" name="resident" required=true maxlength=100 error=of("resident")/>
        <Field label="Street and number" name="street" required=true maxlength=120 error=of("street")/>
        <Field label="Town" name="city" required=true maxlength=80 error=of("city")/>
        <Field label="State or region" name="region" maxlength=60 hint="Needed in Australia, Brazil, Canada, Mexico and the United States." error=of("region")/>
        <Field label="Postal code" name="postal_code" maxlength=12 error=of("postal_code")/>
        <Select label="Country" name="country" choices error=of("country")/>
    }
}

/// The addresses one can choose from.
pub(super) fn choices(addresses: &[AddressView]) -> Vec<Choice> {
    addresses
        .iter()
        .map(|address| Choice::new(address.id.to_string(), address.line()))
        .collect()
}
