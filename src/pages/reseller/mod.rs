//! The reseller's dashboard, for its staff on the reseller's own host. One folder per section, one file per page.
//!
//! Every task is a form that works without scripts. What somebody may not do is not offered; `guard::staff` refuses it
//! all the same. A signed-in customer gets a 404: there is no such page for them.

mod announcements;
mod brand;
mod catalogue;
mod companies;
pub mod customers;
mod domains;
mod layout;
mod messages;
mod money;
mod orders;
mod overview;
mod prices;
mod promotions;
mod rates;
pub(in crate::pages) mod set_up;
mod usage;
pub mod visits;
mod webhooks;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

pub use self::brand::BrandSampleRoutes;
use self::{
    brand::BrandRoutes, catalogue::CatalogueRoutes, companies::CompanyRoutes, customers::CustomerRoutes,
    domains::DomainsRoutes, layout::ResellerLayout, messages::MessageSettingsRoutes, money::MoneyRoutes,
    orders::OrderRoutes, overview::OverviewPage, prices::PricesRoutes, promotions::PromotionsRoutes,
    set_up::SetUpRoutes, usage::UseRoutes, visits::VisitsRoutes, webhooks::WebhooksRoutes,
};

/// Everything under `/reseller`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn ResellerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/reseller") view=ResellerLayout ssr=SsrMode::Async>
            <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
            <UseRoutes/>
            <PricesRoutes/>
            <CatalogueRoutes/>
            <PromotionsRoutes/>
            <MessageSettingsRoutes/>
            <MoneyRoutes/>
            <VisitsRoutes/>
            <DomainsRoutes/>
            <WebhooksRoutes/>
            <CustomerRoutes/>
            <CompanyRoutes/>
            <OrderRoutes/>
            <BrandRoutes/>
            <SetUpRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
