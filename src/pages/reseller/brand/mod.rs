//! The brand studio: colours, words, pictures and legal pages of the shop as a draft, seen on real pages before it is
//! published. One file per page or panel.

mod contrast;
mod history;
mod legal;
mod look;
mod meanwhile;
mod pictures;
mod preview;
mod sample;
mod studio;
mod words;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{history::BrandHistoryPage, legal::LegalPageEditor, sample::SampleEsimPage, studio::StudioPage};
use crate::pages::{account::layout::AccountLayout, storefront::Frame};

/// The studio's pages.
#[component(transparent)]
pub fn BrandRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("brand") view=Frame ssr=SsrMode::Async>
            <Route path=path!("") view=StudioPage ssr=SsrMode::Async/>
            <Route path=path!("history") view=BrandHistoryPage ssr=SsrMode::Async/>
            <Route path=path!("legal/:slug") view=LegalPageEditor ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// A page of the account with nobody's eSIM on it, in the frame a customer sees and not in the dashboard's.
#[component(transparent)]
pub fn BrandSampleRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/reseller/brand/preview") view=AccountLayout ssr=SsrMode::Async>
            <Route path=path!("esim") view=SampleEsimPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
