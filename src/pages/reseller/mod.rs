//! The reseller's dashboard, for its staff on the reseller's own host. One folder per section, one file per page.
//!
//! Every task is a form that works without scripts. What somebody may not do is not offered; `guard::staff` refuses it
//! all the same. A signed-in customer gets a 404: there is no such page for them.

mod layout;
mod overview;
mod set_up;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{layout::ResellerLayout, overview::OverviewPage, set_up::SetUpRoutes};

/// Everything under `/reseller`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn ResellerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/reseller") view=ResellerLayout ssr=SsrMode::Async>
            <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
            <SetUpRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
