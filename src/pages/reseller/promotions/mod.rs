//! `/reseller/promotions`: the shop's codes, and who used them.

mod list;
mod promotion;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{list::PromotionsPage, promotion::PromotionPage};

/// Everything under `/reseller/promotions`.
#[component(transparent)]
pub fn PromotionsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("promotions") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=PromotionsPage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=PromotionPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
