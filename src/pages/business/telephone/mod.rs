//! A company's telephone: its numbers, who uses them, messages, calls and the contacts its people share.

mod buy;
mod call;
mod calls;
mod contacts;
mod conversation;
mod inbox;
mod message;
mod new;
mod number;
mod numbers;
mod usage;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    buy::BuyNumberPage,
    call::CallPage,
    calls::CallsPage,
    contacts::{ContactPage, ContactsPage},
    conversation::ConversationPage,
    inbox::InboxPage,
    message::MessagePage,
    new::NewMessagePage,
    number::NumberPage,
    numbers::NumbersPage,
    usage::NumberUsagePage,
};
use super::addresses::CompanyAddressesPage;

/// Numbers, messages and calls under `/business`.
#[component(transparent)]
pub fn TelephoneRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("numbers") view=NumbersPage ssr=SsrMode::Async/>
        <Route path=path!("numbers/find") view=BuyNumberPage ssr=SsrMode::Async/>
        <Route path=path!("numbers/usage") view=NumberUsagePage ssr=SsrMode::Async/>
        <Route path=path!("numbers/:id") view=NumberPage ssr=SsrMode::Async/>
        <Route path=path!("documents") view=CompanyAddressesPage ssr=SsrMode::Async/>
        <Route path=path!("calls") view=CallsPage ssr=SsrMode::Async/>
        <Route path=path!("calls/:id") view=CallPage ssr=SsrMode::Async/>
        <Route path=path!("messages") view=InboxPage ssr=SsrMode::Async/>
        <Route path=path!("messages/new") view=NewMessagePage ssr=SsrMode::Async/>
        <Route path=path!("messages/contacts") view=ContactsPage ssr=SsrMode::Async/>
        <Route path=path!("messages/contacts/:id") view=ContactPage ssr=SsrMode::Async/>
        <Route path=path!("messages/message/:id") view=MessagePage ssr=SsrMode::Async/>
        <Route path=path!("messages/:id") view=ConversationPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
