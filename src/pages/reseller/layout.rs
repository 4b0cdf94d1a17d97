//! What every page of the dashboard shares: where one can go.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::announcements::Announcements;
use crate::components::{Place, PlaceGroup, SideNav};

const fn place(href: &'static str, icon: &'static str, name: &'static str) -> Place {
    Place { href, icon, name }
}

/// The sections, in groups.
fn groups() -> Vec<PlaceGroup> {
    vec![
        PlaceGroup {
            name: "",
            places: vec![place("/reseller", "gauge", "Overview")],
        },
        PlaceGroup {
            name: "Shop",
            places: vec![
                place("/reseller/prices", "receipt", "Prices"),
                place("/reseller/catalogue", "package", "Catalogue"),
                place("/reseller/promotions", "hash", "Promotions"),
            ],
            name: "Money",
            places: vec![place("/reseller/money", "wallet", "Money")],
            name: "Set-up",
            places: vec![place("/reseller/staff/visits", "eye", "Visits")],
            places: vec![place("/reseller/domains", "globe", "Domains")],
        },
        PlaceGroup {
            name: "Set-up",
            places: vec![place("/reseller/webhooks", "refresh-cw", "Webhooks")],
            name: "Selling",
            places: vec![
                place("/reseller/customers", "users", "Customers"),
                place("/reseller/orders", "receipt", "Orders"),
            ],
            places: vec![place("/reseller/brand", "eye", "Brand")],
        },
    ]
}

/// Navigation beside the page.
#[component]
pub fn ResellerLayout() -> impl IntoView {
    view! {
        <div class="surface reseller">
            <SideNav label="Dashboard" root="/reseller" groups=groups()/>
            <div class="surface-page"><Announcements/><Outlet/></div>
        </div>
    }
}
