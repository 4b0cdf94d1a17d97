//! `/reseller/rates`: the shop's prices of a country, with what it pays and keeps.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        rate_deck::{read, show},
    },
    server_fns::rates::shop_rates,
};

/// The prices.
#[component]
pub fn ShopRatesPage() -> impl IntoView {
    let country = use_query_map().read_untracked().get("country");
    view! {
        <Title text="Rates"/>
        <header class="surface-head">
            <h1>"Rates"</h1>
            <p>"What customers pay for messages, calls and numbers, what you pay for them, and what you keep."</p>
        </header>
        {Suspend::new(async move {
            answer(read(country, shop_rates).await, |(deck, wrong)| show(deck, "/reseller/rates", wrong))
        })}
    }
}
