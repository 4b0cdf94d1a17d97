//! `/reseller`: how the shop is doing.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{pages::answer::answer, server_fns, shared::reseller::ResellerOverview};

/// The dashboard's first page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! {
        <Title text="Dashboard"/>
        {Suspend::new(async move { answer(server_fns::reseller::overview().await, show) })}
    }
}

fn show(all: ResellerOverview) -> impl IntoView {
    view! {
        <header class="surface-head"><h1>{all.shop}</h1></header>
    }
}
