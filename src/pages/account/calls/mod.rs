//! `/account/calls`: calls, and on a number's page what becomes of them and how to make one.

mod agent;
mod call;
mod list;
mod number;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

pub use self::{
    agent::{AgentPanel, CompanyAgentPanel},
    number::NumberCallsPanels,
};
use self::{call::CallPage, list::CallsPage};

/// Everything under `/account/calls`.
#[component(transparent)]
pub fn CallRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("calls") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=CallsPage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=CallPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
