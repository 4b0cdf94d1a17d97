//! `/reseller/companies`: the companies that buy here.

mod company;
mod document;
mod invoices;
mod invoicing;
mod list;
mod new;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    company::CompanyPage, document::CompanyDocumentPage, invoicing::InvoicingPage, list::CompaniesPage,
    new::NewCompanyPage,
};

/// The pages of this section.
#[component(transparent)]
pub fn CompanyRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("companies") view=CompaniesPage ssr=SsrMode::Async/>
        <Route path=path!("companies/new") view=NewCompanyPage ssr=SsrMode::Async/>
        <Route path=path!("companies/invoicing") view=InvoicingPage ssr=SsrMode::Async/>
        <Route path=path!("companies/invoices/:id") view=CompanyDocumentPage ssr=SsrMode::Async/>
        <Route path=path!("companies/:id") view=CompanyPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
