//! `/reseller/money`: earnings and payouts, or the float; statements and invoices.

mod collecting;
mod earnings;
mod float;
mod invoice;
mod page;
mod statement;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{collecting::CollectingPage, invoice::InvoicePage, page::MoneyPage, statement::StatementPage};
use crate::{components::StatusBadge, shared::settlement::PayoutView};

/// Everything under `/reseller/money`.
#[component(transparent)]
pub fn MoneyRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("money") view=MoneyPage ssr=SsrMode::Async/>
        <Route path=path!("money/collecting") view=CollectingPage ssr=SsrMode::Async/>
        <Route path=path!("money/statement") view=StatementPage ssr=SsrMode::Async/>
        <Route path=path!("money/invoices/:id") view=InvoicePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The state of a payout in words, and what comes next.
pub fn payout_state(payout: &PayoutView) -> impl IntoView + use<> {
    let (label, mood) = match payout.state.as_str() {
        "requested" => ("Waits for approval", "waiting"),
        "approved" => ("Approved, on its way to the bank", "waiting"),
        "paid" => ("Paid", "good"),
        "rejected" => ("Rejected", "bad"),
        "returned" => ("Came back", "attention"),
        other => (other, "quiet"),
    };
    view! { <StatusBadge label=label mood=mood/> }
}
