//! `/admin/resellers`: the shops, opened and steered.

mod decide;
mod detail;
mod enter;
mod list;
mod new;
mod terms;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

use self::{detail::ResellerPage, enter::EnterPage, list::ResellersPage, new::NewResellerPage};
use crate::{components::StatusBadge, shared::console::ResellerRow};

/// The section's pages.
#[component(transparent)]
pub fn ResellersRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/resellers") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=ResellersPage ssr=SsrMode::Async/>
            <Route path=path!("new") view=NewResellerPage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=ResellerPage ssr=SsrMode::Async/>
            <Route path=path!(":id/enter") view=EnterPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Where a shop stands.
fn status_badge(row: &ResellerRow) -> impl IntoView + use<> {
    let (label, mood) = match row.status.as_str() {
        "active" => ("Active", "good"),
        "trial" => ("Trial", "waiting"),
        _ => ("Suspended", "bad"),
    };
    view! { <StatusBadge label mood/> }
}

/// Who takes the customers' money.
fn collects(mode: &str) -> &'static str {
    if mode == "reseller_collects" {
        "Reseller collects"
    } else {
        "Platform collects"
    }
}
