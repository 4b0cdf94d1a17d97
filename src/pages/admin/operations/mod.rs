//! Cases, orders of every shop, comparisons and bills.

mod bill;
mod bills;
mod case;
mod case_verbs;
mod cases;
mod order;
pub(super) mod orders;
mod reconciliation;
pub(super) mod words;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    bill::AdminBillPage, bills::AdminBillsPage, case::AdminCasePage, cases::AdminCasesPage,
    order::AdminOrderPage, orders::AdminOrdersPage, reconciliation::AdminReconciliationPage,
};

/// `/admin/cases`, `/admin/orders`, `/admin/reconciliation`.
#[component(transparent)]
pub fn OperationsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("cases") view=AdminCasesPage ssr=SsrMode::Async/>
        <Route path=path!("cases/:id") view=AdminCasePage ssr=SsrMode::Async/>
        <Route path=path!("orders") view=AdminOrdersPage ssr=SsrMode::Async/>
        <Route path=path!("orders/:id") view=AdminOrderPage ssr=SsrMode::Async/>
        <Route path=path!("reconciliation") view=AdminReconciliationPage ssr=SsrMode::Async/>
        <Route path=path!("reconciliation/bills") view=AdminBillsPage ssr=SsrMode::Async/>
        <Route path=path!("reconciliation/bills/:id") view=AdminBillPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
