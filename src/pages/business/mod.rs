//! The pages of a company, for its members on the shop's own host. One file per page.
//!
//! Every task is a form that works without scripts. What somebody may not do is not offered; `guard::member` refuses it
//! all the same. A signed-in customer without a company is offered to make one.

mod addresses;
mod alerts;
pub(in crate::pages) mod breakdown;
mod employee;
mod employees;
mod files;
mod forms;
mod history;
mod import;
mod invitations;
mod invoices;
mod join;
mod layout;
mod lines;
mod members;
mod month;
mod new;
mod overview;
mod pickup;
mod pickup_settings;
mod pickup_sheets;
mod quotas;
mod settings;
mod sign_in;
mod spend;
mod spending;
mod teams;
mod telephone;
mod usage;
mod wallet;

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
    lines::LineRoutes,
    members::MembersPage,
    new::NewCompanyPage,
    overview::OverviewPage,
    pickup_settings::PickupSettingsPage,
    pickup_sheets::{SheetPage, SheetsPage},
    quotas::QuotasPage,
    settings::SettingsPage,
    sign_in::SignInRoutes,
    spending::SpendingRoutes,
    teams::TeamsPage,
    telephone::TelephoneRoutes,
    usage::UsageRoutes,
    wallet::WalletRoutes,
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
            <LineRoutes/>
            <SpendingRoutes/>
            <Route path=path!("teams") view=TeamsPage ssr=SsrMode::Async/>
            <Route path=path!("members") view=MembersPage ssr=SsrMode::Async/>
            <WalletRoutes/>
            <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
            <SignInRoutes/>
            <Route path=path!("history") view=HistoryPage ssr=SsrMode::Async/>
            <UsageRoutes/>
            <HandingOverRoutes/>
            <InvoiceRoutes/>
            <TelephoneRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Handing lines over, and the quotas of messages.
#[component(transparent)]
fn HandingOverRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
            <Route path=path!("settings/pickup") view=PickupSettingsPage ssr=SsrMode::Async/>
            <Route path=path!("lines/:id/sheet") view=SheetPage ssr=SsrMode::Async/>
            <Route path=path!("sheets") view=SheetsPage ssr=SsrMode::Async/>
            <Route path=path!("messages/quotas") view=QuotasPage ssr=SsrMode::Async/>
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
