//! `/reseller/domains`: where the shop answers.

mod domain;
mod list;
mod records;
mod state_badge;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{domain::DomainPage, list::DomainsPage};

/// The list and one domain.
#[component(transparent)]
pub fn DomainsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("domains") view=DomainsPage ssr=SsrMode::Async/>
        <Route path=path!("domains/:id") view=DomainPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
