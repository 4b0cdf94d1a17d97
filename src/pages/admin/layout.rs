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
            places: vec![place("/admin/people", "users", "People")],
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
