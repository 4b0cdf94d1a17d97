//! `/reseller/usage`: what was used and what it cost.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

use super::rates::ShopRatesPage;
use crate::{
    pages::{
        answer::answer,
        business::breakdown::{field, fields},
        use_report::{FIELDS, show},
    },
    server_fns::metering::shop_use,
    shared::error::AppError,
};

const PATH: &str = "/reseller/usage";

/// Usage, and the rates behind it.
#[component(transparent)]
pub fn UseRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("usage") view=ShopUsagePage ssr=SsrMode::Async/>
            <Route path=path!("rates") view=ShopRatesPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The report.
#[component]
pub fn ShopUsagePage() -> impl IntoView {
    let asked = fields(&FIELDS);
    view! {
        <Title text="Usage and cost"/>
        {Suspend::new(async move {
            let of = |name| field(&asked, name);
            match shop_use(of("days"), of("from"), of("until"), of("by"), of("after")).await {
                Err(AppError::Invalid { message, .. }) => {
                    let usual = shop_use(None, None, None, of("by"), None).await;
                    answer(usual, move |report| show(report, PATH, true, asked, Some(message)))
                }
                read => answer(read, move |report| show(report, PATH, true, asked, None)),
            }
        })}
    }
}
