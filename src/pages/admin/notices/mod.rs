//! `/admin/features` and `/admin/announcements`: what the platform switches and says.

mod announcements;
mod features;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

use self::{announcements::AnnouncementsPage, features::FeaturesPage};

/// The section's pages.
#[component(transparent)]
pub fn NoticesRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("/features") view=FeaturesPage ssr=SsrMode::Async/>
            <Route path=path!("/announcements") view=AnnouncementsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
