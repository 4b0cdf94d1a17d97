//! `/admin/payouts`: requests to decide, files for the bank, and money for floats.

mod details;
mod list;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{details::PayoutPage, list::PayoutsPage};
use crate::shared::settlement::PayoutView;

/// Everything under `/admin/payouts`.
#[component(transparent)]
pub fn PayoutRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("payouts") view=PayoutsPage ssr=SsrMode::Async/>
        <Route path=path!("payouts/:id") view=PayoutPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The state of a payout in words.
fn state_in_words(payout: &PayoutView) -> (&'static str, &'static str) {
    match payout.state.as_str() {
        "requested" => ("To decide", "attention"),
        "approved" if payout.exported_at.is_some() => ("In a bank file", "waiting"),
        "approved" => ("Approved", "waiting"),
        "paid" => ("Paid", "good"),
        "rejected" => ("Rejected", "quiet"),
        _ => ("Returned", "bad"),
    }
}
