//! `/reseller/prices`: what is added to prices, what a rule would do, and who changed what.

mod history;
mod rules;
mod sheet;
mod sheet_preview;
mod simulator;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    history::HistoryPage, rules::RulesPage, sheet::SheetPage, sheet_preview::SheetPreviewPage,
    simulator::SimulatorPage,
};

/// Everything under `/reseller/prices`.
#[component(transparent)]
pub fn PricesRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("prices") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=RulesPage ssr=SsrMode::Async/>
            <Route path=path!("simulator") view=SimulatorPage ssr=SsrMode::Async/>
            <Route path=path!("sheet") view=SheetPage ssr=SsrMode::Async/>
            <Route path=path!("sheet/:id") view=SheetPreviewPage ssr=SsrMode::Async/>
            <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
