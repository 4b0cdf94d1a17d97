//! `/admin/ledger`: every transfer, its entries and its order; a wallet with its running balance; the last proof.

mod list;
mod transfer;
mod wallet;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{list::LedgerPage, transfer::TransferPage, wallet::LedgerWalletPage};

/// Everything under `/admin/ledger`.
#[component(transparent)]
pub fn LedgerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("ledger") view=LedgerPage ssr=SsrMode::Async/>
        <Route path=path!("ledger/transfers/:id") view=TransferPage ssr=SsrMode::Async/>
        <Route path=path!("ledger/wallets/:id") view=LedgerWalletPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The ledger's word as people read it: `reseller_earnings` is `reseller earnings`.
fn words(word: &str) -> String {
    word.replace('_', " ")
}
