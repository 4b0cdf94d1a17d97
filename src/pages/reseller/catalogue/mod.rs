//! `/reseller/catalogue`: what the shop sells, product by product, by country, and numbers.

mod numbers;
mod places;
mod plans;

use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};

use self::{numbers::NumbersPage, places::PlacesPage, plans::PlansPage};
use crate::{
    components::{PostForm, StatusBadge, SubmitButton, features},
    server_fns::assortment::SwitchProduct,
};

/// Everything under `/reseller/catalogue`.
#[component(transparent)]
pub fn CatalogueRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("catalogue") view=leptos_router::components::Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=PlansPage ssr=SsrMode::Async/>
            <Route path=path!("places") view=PlacesPage ssr=SsrMode::Async/>
            <Route path=path!("numbers") view=NumbersPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The three parts of the catalogue; `here` is the one shown.
fn head(here: &'static str) -> impl IntoView {
    let features = features();
    let parts = [
        ("/reseller/catalogue", "Plans", features.esims),
        (
            "/reseller/catalogue/places",
            "Countries and regions",
            features.esims,
        ),
        ("/reseller/catalogue/numbers", "Numbers", features.numbers),
    ];
    view! {
        <header class="surface-head"><h1>"Catalogue"</h1></header>
        <nav class="section-tabs" aria-label="Catalogue">
            {parts
                .into_iter()
                .filter(|(.., is_sold)| *is_sold)
                .map(|(href, name, _)| view! { <a href=href aria-current=(href == here).then_some("page")>{name}</a> })
                .collect_view()}
        </nav>
        <p class="panel-note">"What is off is neither listed nor sold, in the shop and in the interface for systems. Who owns it keeps it."</p>
    }
}

/// On or off, and the button for the other.
fn switch(kind: &'static str, of: String, is_on: bool, back: String) -> impl IntoView {
    let (label, mood, to, button) = if is_on {
        ("On", "good", "off", "Switch off")
    } else {
        ("Off", "quiet", "on", "Switch on")
    };
    view! {
        <div class="switch">
            <StatusBadge label mood/>
            <PostForm<SwitchProduct>>
                <input type="hidden" name="switch_kind" value=kind/>
                <input type="hidden" name="switch_of" value=of/>
                <input type="hidden" name="switch_to" value=to/>
                <input type="hidden" name="back" value=back/>
                <SubmitButton kind="quiet">{button}</SubmitButton>
            </PostForm<SwitchProduct>>
        </div>
    }
}
