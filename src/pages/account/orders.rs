//! `/account/orders`: everything ever bought, the newest first.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::order_rows::OrderRows;
use crate::{
    components::{ButtonLink, EmptyState, Pagination, features},
    pages::answer::answer,
    server_fns,
    shared::order::OrderRow,
};

/// Rows the server sends at most; a full page has a link to the next.
const PAGE_SIZE: usize = 50;

/// The list of orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get("before");
    let is_first = before.is_none();
    view! {
        <Title text="Orders"/>
        {Suspend::new(async move {
                answer(server_fns::orders::orders(before).await, move |orders| show(orders, is_first))
            })}
    }
}

fn show(orders: Vec<OrderRow>, is_first: bool) -> impl IntoView {
    let next = orders
        .last()
        .filter(|_| orders.len() >= PAGE_SIZE)
        .map(|last| format!("/account/orders?before={}", last.id));
    view! {
        <header class="account-head"><h1>"Orders"</h1></header>
        {if orders.is_empty() && is_first {
            view! {
                <EmptyState
                    icon="package"
                    title="No orders yet"
                    text="Every order appears here with what it cost and where the money is."
                >
                    {features().esims.then(|| view! { <ButtonLink href="/esim">"Find a data plan"</ButtonLink> })}
                </EmptyState>
            }.into_any()
        } else {
            view! { <section class="panel" aria-label="Orders"><OrderRows orders/></section> }.into_any()
        }}
        <Pagination first=(!is_first).then(|| "/account/orders".to_owned()) next/>
    }
}
