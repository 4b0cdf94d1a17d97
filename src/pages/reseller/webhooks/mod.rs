//! `/reseller/webhooks`: where the reseller's own systems hear what happened.

mod choices;
mod delivery;
mod endpoint;
mod list;
mod secret;
mod state_badge;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{delivery::DeliveryPage, endpoint::EndpointPage, list::WebhooksPage};

/// The endpoints, one of them, and one delivery.
#[component(transparent)]
pub fn WebhooksRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("webhooks") view=WebhooksPage ssr=SsrMode::Async/>
        <Route path=path!("webhooks/deliveries/:id") view=DeliveryPage ssr=SsrMode::Async/>
        <Route path=path!("webhooks/:id") view=EndpointPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
