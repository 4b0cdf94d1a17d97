//! Flags of countries, a globe for regions.

use leptos::prelude::*;

use super::icon::Icon;
use crate::shared::place::{Country, CountryCode};

/// A flag of fixed size beside the country's name; loaded when it comes near the screen.
#[component]
pub fn Flag(code: CountryCode) -> impl IntoView {
    view! { <img class="flag" src=format!("/flags/{}.svg", code.to_lower()) width="28" height="21" loading="lazy" decoding="async" alt=""/> }
}

/// The flag of a country; a globe where there is none.
#[component]
pub fn PlaceMark(country: Option<Country>) -> impl IntoView {
    match country {
        Some(country) => view! { <Flag code=country.code/> }.into_any(),
        None => view! { <span class="place-globe"><Icon name="globe"/></span> }.into_any(),
    }
}
