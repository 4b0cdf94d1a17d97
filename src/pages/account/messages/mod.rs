//! `/account/messages`: conversations, writing, contacts.

mod contacts;
mod conversation;
mod inbox;
mod message;
mod new;
mod quiet;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    contacts::{ContactPage, ContactsPage},
    conversation::ConversationPage,
    inbox::InboxPage,
    message::MessagePage,
    new::NewMessagePage,
    quiet::QuietHoursPage,
};

/// Everything under `/account/messages`.
#[component(transparent)]
pub fn MessageRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("messages") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=InboxPage ssr=SsrMode::Async/>
            <Route path=path!("new") view=NewMessagePage ssr=SsrMode::Async/>
            <Route path=path!("contacts") view=ContactsPage ssr=SsrMode::Async/>
            <Route path=path!("contacts/:id") view=ContactPage ssr=SsrMode::Async/>
            <Route path=path!("settings/:id") view=QuietHoursPage ssr=SsrMode::Async/>
            <Route path=path!("message/:id") view=MessagePage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=ConversationPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
