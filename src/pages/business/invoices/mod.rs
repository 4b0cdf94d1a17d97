//! `/business/invoices`: what the company was billed, and what it wants to read on its invoices.

mod document;
mod list;
mod so_far;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{document::InvoicePage, list::InvoicesPage, so_far::SoFarPage};

/// The pages of this section.
#[component(transparent)]
pub fn InvoiceRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("invoices") view=InvoicesPage ssr=SsrMode::Async/>
        <Route path=path!("invoices/so-far") view=SoFarPage ssr=SsrMode::Async/>
        <Route path=path!("invoices/:id") view=InvoicePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
