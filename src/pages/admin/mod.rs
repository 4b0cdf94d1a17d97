//! The operator's console, on the platform's own host: what only a person can decide.

mod layout;
mod overview;
mod people;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{layout::AdminLayout, overview::AdminOverviewPage, people::PeopleRoutes};

/// Everything under `/admin`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/admin") view=AdminLayout ssr=SsrMode::Async>
            <Route path=path!("") view=AdminOverviewPage ssr=SsrMode::Async/>
            <PeopleRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
