//! What every page of the console shares: where one can go.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::components::{Place, PlaceGroup, SideNav};

const fn place(href: &'static str, icon: &'static str, name: &'static str) -> Place {
    Place { href, icon, name }
}

/// The sections, in groups.
fn groups() -> Vec<PlaceGroup> {
    vec![
        PlaceGroup {
            name: "",
            places: vec![place("/admin", "gauge", "Now")],
        },
        PlaceGroup {
            name: "Shops",
            places: vec![
                place("/admin/resellers", "building-2", "Resellers"),
                place("/admin/people", "users", "People"),
            ],
        },
        PlaceGroup {
            name: "Selling",
            places: vec![
                place("/admin/orders", "package", "Orders"),
                place("/admin/cases", "life-buoy", "Cases"),
                place("/admin/reconciliation", "refresh-cw", "Reconciliation"),
                place("/admin/ledger", "file-text", "Ledger"),
                place("/admin/payouts", "wallet", "Payouts"),
            ],
        },
        PlaceGroup {
            name: "Supply",
            places: vec![
                place("/admin/providers", "signal", "Providers"),
                place("/admin/catalogue", "smartphone", "Catalogue"),
                place("/admin/prices", "receipt", "Prices"),
                place("/admin/margin", "gauge", "Margin"),
            ],
        },
        PlaceGroup {
            name: "System",
            places: vec![
                place("/admin/jobs", "clock", "Jobs"),
                place("/admin/webhooks", "download", "Webhooks"),
                place("/admin/mail", "mail", "Mail"),
                place("/admin/audit", "history", "Audit"),
                place("/admin/features", "settings", "Features"),
                place("/admin/announcements", "message-square", "Announcements"),
            ],
        },
    ]
}

/// Navigation beside the page.
#[component]
pub fn AdminLayout() -> impl IntoView {
    view! {
        <div class="surface admin">
            <SideNav label="Console" root="/admin" groups=groups()/>
            <div class="surface-page"><Outlet/></div>
        </div>
    }
}
