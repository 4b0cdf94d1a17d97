//! What a company's people may buy and spend: policies, budgets and requests for more.

mod ask;
mod budget;
mod budgets;
mod policies;
mod policy_form;
mod request;
mod requests;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{
    ask::AskPage, budget::BudgetPage, budgets::BudgetsPage, policies::PoliciesPage, request::RequestPage,
    requests::RequestsPage,
};

/// Policies, budgets and requests.
#[component(transparent)]
pub fn SpendingRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("policies") view=PoliciesPage ssr=SsrMode::Async/>
        <Route path=path!("budgets") view=BudgetsPage ssr=SsrMode::Async/>
        <Route path=path!("budgets/:id") view=BudgetPage ssr=SsrMode::Async/>
        <Route path=path!("requests") view=RequestsPage ssr=SsrMode::Async/>
        <Route path=path!("requests/new") view=AskPage ssr=SsrMode::Async/>
        <Route path=path!("requests/:id") view=RequestPage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
