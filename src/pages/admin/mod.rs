//! The operator's console, on the platform's own host: what only a person can decide.

mod layout;
mod ledger;
pub mod logs;
mod margin;
mod notices;
mod operations;
mod overview;
mod payouts;
mod people;
mod prices;
mod resellers;
pub mod saved;
mod supply;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    layout::AdminLayout, ledger::LedgerRoutes, logs::LogsRoutes, margin::MarginRoutes,
    notices::NoticesRoutes, operations::OperationsRoutes, overview::AdminOverviewPage, payouts::PayoutRoutes,
    people::PeopleRoutes, prices::PricesRoutes, resellers::ResellersRoutes, supply::SupplyRoutes,
};

/// Everything under `/admin`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminLayout ssr=SsrMode::Async>
            <Route path=path!("") view=AdminOverviewPage ssr=SsrMode::Async/>
            <PricesRoutes/>
            <LedgerRoutes/>
            <PayoutRoutes/>
            <MarginRoutes/>
            <OperationsRoutes/>
            <SupplyRoutes/>
            <ResellersRoutes/>
            <LogsRoutes/>
            <NoticesRoutes/>
            <PeopleRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
