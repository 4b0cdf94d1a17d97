//! `/rates`: what messages, calls and numbers of a country cost.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        rate_deck::{read, show},
    },
    server_fns::rates::rates,
};

/// The prices.
#[component]
pub fn RatesPage() -> impl IntoView {
    let country = use_query_map().read_untracked().get("country");
    view! {
        <Title text="Prices of messages, calls and numbers"/>
        <section class="page">
            <header class="surface-head">
                <h1>"Prices"</h1>
                <p>"What messages, calls and numbers cost, as they are charged."</p>
            </header>
            {Suspend::new(async move {
                answer(read(country, rates).await, |(deck, wrong)| show(deck, "/rates", wrong))
            })}
        </section>
    }
}
