//! Providers and their catalogue.

mod catalogue;
mod keys;
mod places;
mod provider;
mod providers;
mod sync;
pub(super) mod words;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    catalogue::AdminCataloguePage, provider::AdminProviderPage, providers::AdminProvidersPage,
    sync::AdminSyncPage,
};

/// `/admin/providers`, `/admin/catalogue`.
#[component(transparent)]
pub fn SupplyRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("providers") view=AdminProvidersPage ssr=SsrMode::Async/>
        <Route path=path!("providers/:name") view=AdminProviderPage ssr=SsrMode::Async/>
        <Route path=path!("catalogue") view=AdminCataloguePage ssr=SsrMode::Async/>
        <Route path=path!("catalogue/:id") view=AdminSyncPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
