//! The account of a customer: balance, what they own, what they ordered. One file per page.
//!
//! Every page is complete HTML from the server and works without scripts. A page without a signed-in reader sends
//! them to the sign-in page and back.

mod addresses;
pub(in crate::pages) mod balance_alert;
pub(in crate::pages) mod calls;
pub(in crate::pages) mod device;
pub(in crate::pages) mod esim;
mod esim_guide;
mod esim_install;
mod esim_meter;
mod esims;
pub(in crate::pages) mod layout;
mod messages;
pub(in crate::pages) mod movements;
mod number;
mod number_months;
mod numbers;
mod order;
mod order_rows;
mod orders;
mod overview;
pub(in crate::pages) mod payment;
mod settings;
pub(in crate::pages) mod state_badge;
mod statement;
mod usage;
mod verify_banner;
pub(in crate::pages) mod wallet;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    addresses::AddressesPage, calls::CallRoutes, esim::EsimPage, esims::EsimsPage, layout::AccountLayout,
    messages::MessageRoutes, number::NumberPage, numbers::NumbersPage, order::OrderPage, orders::OrdersPage,
    overview::OverviewPage, payment::PaymentPage, settings::SettingsPage, statement::WalletStatementPage,
    usage::AccountUsagePage, wallet::WalletPage,
};

/// Everything under `/account`.
#[component(transparent)]
pub fn AccountRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/account") view=AccountLayout ssr=SsrMode::Async>
            <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
            <Route path=path!("wallet") view=WalletPage ssr=SsrMode::Async/>
            <Route path=path!("wallet/statement") view=WalletStatementPage ssr=SsrMode::Async/>
            <Route path=path!("usage") view=AccountUsagePage ssr=SsrMode::Async/>
            <Route path=path!("payments/:id") view=PaymentPage ssr=SsrMode::Async/>
            <Route path=path!("numbers") view=NumbersPage ssr=SsrMode::Async/>
            <Route path=path!("numbers/:id") view=NumberPage ssr=SsrMode::Async/>
            <CallRoutes/>
            <MessageRoutes/>
            <Route path=path!("esims") view=EsimsPage ssr=SsrMode::Async/>
            <Route path=path!("esims/:id") view=EsimPage ssr=SsrMode::Async/>
            <Route path=path!("orders") view=OrdersPage ssr=SsrMode::Async/>
            <Route path=path!("orders/:id") view=OrderPage ssr=SsrMode::Async/>
            <Route path=path!("documents") view=AddressesPage ssr=SsrMode::Async/>
            <Route path=path!("settings") view=SettingsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
