//! `/admin/people`: find a person at any shop. Who searched and who looked is written down.

mod find;
mod person;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{find::PeoplePage, person::PersonPage};

/// The pages of this section.
#[component(transparent)]
pub fn PeopleRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("people") view=PeoplePage ssr=SsrMode::Async/>
        <Route path=path!("people/:id") view=PersonPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
