//! What every page of the dashboard shares: where one can go.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use super::{announcements::Announcements, set_up::StatusBanner};
use crate::{
    components::{Place, PlaceGroup, SideNav, features},
    shared::features::Features,
};

const fn place(href: &'static str, icon: &'static str, name: &'static str) -> Place {
    Place { href, icon, name }
}

/// The sections, in groups, without what the platform switched off.
fn groups(features: Features) -> Vec<PlaceGroup> {
    let catalogue = if features.esims {
        "/reseller/catalogue"
    } else {
        "/reseller/catalogue/numbers"
    };
    let mut groups = vec![
        PlaceGroup {
            name: "",
            places: vec![
                place("/reseller/start", "circle-check", "Start"),
                place("/reseller", "gauge", "Overview"),
            ],
        },
        PlaceGroup {
            name: "Shop",
            places: vec![
                place("/reseller/brand", "eye", "Brand"),
                place("/reseller/domains", "globe", "Domains"),
                place("/reseller/prices", "receipt", "Prices"),
                place("/reseller/rates", "phone", "Rates"),
                place(catalogue, "package", "Catalogue"),
                place("/reseller/promotions", "hash", "Promotions"),
                place("/reseller/messages", "message-square", "Messages"),
            ],
        },
        PlaceGroup {
            name: "Selling",
            places: vec![
                place("/reseller/customers", "users", "Customers"),
                place("/reseller/companies", "building-2", "Companies"),
                place("/reseller/orders", "credit-card", "Orders"),
            ],
        },
        PlaceGroup {
            name: "Money",
            places: vec![
                place("/reseller/money", "wallet", "Money"),
                place("/reseller/usage", "signal", "Usage"),
            ],
        },
        PlaceGroup {
            name: "Set-up",
            places: vec![
                place("/reseller/staff", "user", "Staff"),
                place("/reseller/api-keys", "key-round", "API keys"),
                place("/reseller/webhooks", "refresh-cw", "Webhooks"),
                place("/reseller/settings", "settings", "Settings"),
            ],
        },
    ];
    for group in &mut groups {
        group.places.retain(|place| match place.name {
            "API keys" => features.api,
            "Catalogue" => features.esims || features.numbers,
            _ => true,
        });
    }
    groups
}

/// Navigation beside the page.
#[component]
pub fn ResellerLayout() -> impl IntoView {
    view! {
        <div class="surface reseller">
            <SideNav label="Dashboard" root="/reseller" groups=groups(features())/>
            <div class="surface-page"><StatusBanner/><Announcements/><Outlet/></div>
        </div>
    }
}
