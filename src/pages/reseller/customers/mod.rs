//! `/reseller/customers`: who buys here, one by one.

mod actions;
mod customer;
mod list;
mod timeline;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{customer::CustomerPage, list::CustomersPage};
pub use self::{
    customer::{Facts, Holdings, Money},
    list::AccountBadge,
    timeline::EventList,
};

/// The pages of this section.
#[component(transparent)]
pub fn CustomerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("customers") view=CustomersPage ssr=SsrMode::Async/>
        <Route path=path!("customers/:id") view=CustomerPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
