//! The pages of a company, for its members on the shop's own host. One file per page.
//!
//! Every task is a form that works without scripts. What somebody may not do is not offered; `guard::member` refuses it
//! all the same. A signed-in customer without a company is offered to make one.

mod employee;
mod employees;
mod forms;
mod history;
mod import;
mod invitations;
mod invoices;
mod join;
mod layout;
mod members;
mod new;
mod overview;
mod settings;
mod teams;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    employee::{EmployeePage, NewEmployeePage},
    employees::EmployeesPage,
    history::HistoryPage,
    import::{ImportPage, UploadPage},
    invoices::InvoiceRoutes,
    join::JoinPage,
    layout::BusinessLayout,
    members::MembersPage,
    new::NewCompanyPage,
    overview::OverviewPage,
    settings::SettingsPage,
    teams::TeamsPage,
};

/// Everything under `/business`.
#[component(transparent)]
pub fn BusinessRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/business") view=BusinessLayout ssr=SsrMode::Async>
            <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
            <Route path=path!("new") view=NewCompanyPage ssr=SsrMode::Async/>
            <Route path=path!("employees") view=EmployeesPage ssr=SsrMode::Async/>
            <Route path=path!("employees/new") view=NewEmployeePage ssr=SsrMode::Async/>
            <Route path=path!("employees/import") view=UploadPage ssr=SsrMode::Async/>
            <Route path=path!("employees/import/:id") view=ImportPage ssr=SsrMode::Async/>
            <Route path=path!("employees/:id") view=EmployeePage ssr=SsrMode::Async/>
            <Route path=path!("teams") view=TeamsPage ssr=SsrMode::Async/>
            <Route path=path!("members") view=MembersPage ssr=SsrMode::Async/>
            <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
            <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
            <InvoiceRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// A mailed invitation, which has no navigation beside it.
#[component(transparent)]
pub fn BusinessJoinRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/business/join/:token") view=JoinPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
