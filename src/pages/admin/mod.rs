//! The operator's console, on the platform's own host: what only a person can decide.

mod layout;
pub mod logs;
mod notices;
mod overview;
mod resellers;
pub mod saved;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    layout::AdminLayout, logs::LogsRoutes, notices::NoticesRoutes, overview::AdminOverviewPage,
    resellers::ResellersRoutes,
};

/// Everything under `/admin`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminLayout ssr=SsrMode::Async>
            <Route path=path!("") view=AdminOverviewPage ssr=SsrMode::Async/>
            <ResellersRoutes/>
            <LogsRoutes/>
            <NoticesRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
