//! `/account/wallet/statement`: every movement with its reason and the balance after it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::movements::Movements;
use crate::{
    components::{ButtonLink, EmptyState, Pagination},
    pages::answer::answer,
    server_fns,
    shared::wallet::StatementPage,
};

/// The statement, the newest first.
#[component]
pub fn WalletStatementPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get("before");
    let is_first = before.is_none();
    view! {
        <Title text="Statement"/>
        {Suspend::new(async move {
                answer(server_fns::wallet::statement(before).await, move |page| show(page, is_first))
            })}
    }
}

fn show(page: StatementPage, is_first: bool) -> impl IntoView {
    let next = page
        .next
        .map(|before| format!("/account/wallet/statement?before={before}"));
    view! {
        <p class="back"><a href="/account/wallet">"Wallet"</a></p>
        <header class="account-head"><h1>"Statement"</h1></header>
        {if page.rows.is_empty() && is_first {
            view! {
                <EmptyState
                    icon="receipt"
                    title="No movements yet"
                    text="Every top-up and every purchase appears here with its reason and the balance after it."
                >
                    <ButtonLink href="/account/wallet#add-money">"Add money"</ButtonLink>
                </EmptyState>
            }.into_any()
        } else {
            view! { <section class="panel" aria-label="Movements"><Movements rows=page.rows/></section> }.into_any()
        }}
        <Pagination first=(!is_first).then(|| "/account/wallet/statement".to_owned()) next/>
    }
}
