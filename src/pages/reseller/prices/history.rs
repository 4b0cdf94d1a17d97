//! `/reseller/prices/history`: who changed which price.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{answer::answer, price_parts::history},
    server_fns,
};

/// The page.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let after = use_query_map().read_untracked().get("after");
    let is_first = after.is_none();
    view! {
        <Title text="Changes of prices"/>
        <p class="back"><a href="/reseller/prices">"Prices"</a></p>
        <header class="surface-head"><h1>"Changes of prices"</h1></header>
        {Suspend::new(async move {
            answer(server_fns::prices::price_history(after).await, move |page| history(page, "/reseller/prices/history", is_first))
        })}
    }
}
