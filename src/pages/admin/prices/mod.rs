//! `/admin/prices`: what the platform adds, exchange rates, floors, and codes the platform bears.

mod history;
mod promotion;
mod promotion_uses;
mod rules;
mod simulator;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    history::HistoryPage, promotion::PlatformPromotionPage, promotion_uses::PromotionUsesPage,
    rules::PlatformPricesPage, simulator::SimulatorPage,
};

/// Everything under `/admin/prices`.
#[component(transparent)]
pub fn PricesRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("prices") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=PlatformPricesPage ssr=SsrMode::Async/>
            <Route path=path!("simulator") view=SimulatorPage ssr=SsrMode::Async/>
            <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
            <Route path=path!("promotion") view=PlatformPromotionPage ssr=SsrMode::Async/>
            <Route path=path!("promotion/:id") view=PromotionUsesPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
