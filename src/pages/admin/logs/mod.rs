//! The console's logs: `/admin/jobs`, `/admin/webhooks`, `/admin/mail`, `/admin/audit`.

pub mod acts;
mod audit;
mod jobs;
mod mail;
mod webhooks;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

use self::{audit::AuditPage, jobs::JobsPage, mail::MailPage, webhooks::WebhooksPage};

/// The section's pages.
#[component(transparent)]
pub fn LogsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("/jobs") view=JobsPage ssr=SsrMode::Async/>
            <Route path=path!("/webhooks") view=WebhooksPage ssr=SsrMode::Async/>
            <Route path=path!("/mail") view=MailPage ssr=SsrMode::Async/>
            <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
