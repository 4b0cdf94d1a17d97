//! The operator's console, on the platform's own host: what only a person can decide.

mod layout;
mod ledger;
mod margin;
mod overview;
mod prices;
mod payouts;
mod operations;
mod overview;
mod supply;
pub mod logs;
mod notices;
mod overview;
mod resellers;
pub mod saved;
mod people;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{layout::AdminLayout, overview::AdminOverviewPage, prices::PricesRoutes};
use self::{
    layout::AdminLayout, ledger::LedgerRoutes, margin::MarginRoutes, overview::AdminOverviewPage,
    payouts::PayoutRoutes,
use self::{
    layout::AdminLayout, operations::OperationsRoutes, overview::AdminOverviewPage, supply::SupplyRoutes,
use self::{
    layout::AdminLayout, logs::LogsRoutes, notices::NoticesRoutes, overview::AdminOverviewPage,
    resellers::ResellersRoutes,
};
use self::{layout::AdminLayout, overview::AdminOverviewPage, people::PeopleRoutes};

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
