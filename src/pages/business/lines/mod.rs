//! Lines of the company's employees: what they are, what can be done with them, and assigning new ones.

mod assign;
mod batch;
mod line;
mod list;
mod of_employee;
mod words;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::{assign::AssignPage, batch::BatchPage, line::LinePage, list::LinesPage};

pub use of_employee::LinesOfEmployee;

/// Everything under `/business/lines`.
#[component(transparent)]
pub fn LineRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("lines") view=LinesPage ssr=SsrMode::Async/>
        <Route path=path!("lines/new") view=AssignPage ssr=SsrMode::Async/>
        <Route path=path!("lines/batches/:id") view=BatchPage ssr=SsrMode::Async/>
        <Route path=path!("lines/:id") view=LinePage ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
