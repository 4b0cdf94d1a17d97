//! The search for a number: a plain form whose answer has its own address.

use leptos::prelude::*;

use crate::{
    components::{Checkbox, Choice, Field, Icon, Select},
    shared::{
        error::AppError,
        number::{NumberSearch, NumberType},
        place::Country,
    },
};

/// Country, kind, pattern and what it must be able to do; `is_short` leaves out the latter two.
#[component]
pub fn NumberSearchForm(
    search: NumberSearch,
    countries: Vec<Country>,
    #[prop(optional)] is_short: bool,
    #[prop(optional_no_strip)] error: Option<AppError>,
) -> impl IntoView {
    let of = |field: &str| crate::components::form::of_field(error.as_ref(), field);
    let NumberSearch {
        country,
        kind,
        contains,
        sms,
        voice,
    } = search;
    let countries = countries
        .into_iter()
        .map(|country| Choice::new(country.code.to_string(), country.name))
        .collect();
    let kinds = NumberType::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()))
        .collect();
    view! {
        <form class=if is_short { "number-form number-form-short" } else { "number-form" } method="get" action="/numbers" role="search" aria-label="Numbers">
            <Select label="Country" name="country" choices=countries value=country error=of("country")/>
            <Select label="Kind" name="kind" choices=kinds value=kind error=of("kind")/>
            {(!is_short).then(|| view! {
                <Field
                    label="Contains"
                    name="contains"
                    value=contains
                    placeholder="415 or 555*12"
                    maxlength=15
                    autocomplete="off"
                    error=of("contains")
                />
                <fieldset class="number-form-can">
                    <legend>"Must be able to"</legend>
                    <Checkbox label="Text messages" name="sms" checked=sms/>
                    <Checkbox label="Calls" name="voice" checked=voice/>
                </fieldset>
            })}
            <button type="submit" class="button button-primary"><Icon name="search"/> "Search numbers"</button>
        </form>
    }
}
