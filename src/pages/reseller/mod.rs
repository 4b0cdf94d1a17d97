//! The reseller's dashboard, for its staff on the reseller's own host. One folder per section, one file per page.
//!
//! Every task is a form that works without scripts. What somebody may not do is not offered; `guard::staff` refuses it
//! all the same. A signed-in customer gets a 404: there is no such page for them.

mod catalogue;
mod announcements;
mod domains;
mod brand;
mod layout;
mod money;
pub mod customers;
mod layout;
mod orders;
mod overview;
mod prices;
mod promotions;
pub mod visits;
mod webhooks;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{
    catalogue::CatalogueRoutes, layout::ResellerLayout, overview::OverviewPage, prices::PricesRoutes,
    promotions::PromotionsRoutes,
};
use self::{layout::ResellerLayout, money::MoneyRoutes, overview::OverviewPage};
use self::{layout::ResellerLayout, overview::OverviewPage, visits::VisitsRoutes};
    domains::DomainsRoutes, layout::ResellerLayout, overview::OverviewPage, webhooks::WebhooksRoutes,
};
use self::{customers::CustomerRoutes, layout::ResellerLayout, orders::OrderRoutes, overview::OverviewPage};
pub use self::brand::BrandSampleRoutes;
use self::{brand::BrandRoutes, layout::ResellerLayout, overview::OverviewPage};

/// Everything under `/reseller`. A section brings its routes as one component, in the order of the navigation.
#[component(transparent)]
pub fn ResellerRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/reseller") view=ResellerLayout ssr=SsrMode::Async>
            <Route path=path!("") view=OverviewPage ssr=SsrMode::Async/>
            <PricesRoutes/>
            <CatalogueRoutes/>
            <PromotionsRoutes/>
            <MoneyRoutes/>
            <VisitsRoutes/>
            <DomainsRoutes/>
            <WebhooksRoutes/>
            <CustomerRoutes/>
            <OrderRoutes/>
            <BrandRoutes/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
