//! `/reseller/orders`: what was sold.

mod list;
mod order;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{list::OrdersPage, order::OrderPage};

/// The pages of this section.
#[component(transparent)]
pub fn OrderRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("orders") view=OrdersPage ssr=SsrMode::Async/>
        <Route path=path!("orders/:id") view=OrderPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
