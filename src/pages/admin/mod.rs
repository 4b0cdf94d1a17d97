//! The operator's console, on the platform's own host: what only a person can decide.

mod overview;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::overview::AdminOverviewPage;

/// Everything under `/admin`.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/admin") view=AdminOverviewPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
