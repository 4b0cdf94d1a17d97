//! `/pickup/{token}`: the page that puts a line onto an employee's phone. No account, no scripts, five languages.

mod ask;
mod guide;
mod install;
mod page;
mod words;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

use self::page::PickupPage;

pub use self::words::Language;

/// What its addresses begin with.
pub const ROOT: &str = "/pickup/";

/// The page.
#[component(transparent)]
pub fn PickupRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("/pickup/:token") view=PickupPage ssr=SsrMode::Async/> }
        .into_inner()
        .into_any_nested_route()
}
