//! Setting a shop up: the steps to the first sale, its staff, its keys and its settings.

mod api_key_form;
mod api_keys;
pub(in crate::pages) mod forms;
mod gateway_keys;
mod invitations;
mod roles;
mod settings;
mod staff;
mod start;
mod status;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

pub use self::status::StatusBanner;
use self::{
    api_keys::ApiKeysPage, roles::RolesPage, settings::SettingsPage, staff::StaffPage, start::StartPage,
};

/// The pages of this section.
#[component(transparent)]
pub fn SetUpRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("start") view=StartPage ssr=SsrMode::Async/>
            <Route path=path!("staff") view=StaffPage ssr=SsrMode::Async/>
            <Route path=path!("staff/roles") view=RolesPage ssr=SsrMode::Async/>
            <Route path=path!("api-keys") view=ApiKeysPage ssr=SsrMode::Async/>
            <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
