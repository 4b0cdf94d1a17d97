//! A country or region with its cheapest price.

use leptos::prelude::*;

use crate::{
    components::{Icon, MoneyText, PlaceMark},
    shared::esim::Destination,
};

/// Leads to its plans. `data-name` is what the filter of the page looks at.
#[component]
pub fn DestinationTile(destination: Destination) -> impl IntoView {
    let Destination {
        slug,
        name,
        country,
        from,
        ..
    } = destination;
    let filtered_by = name.to_lowercase();
    view! {
        <li class="tile" data-name=filtered_by>
            <PlaceMark country/>
            <a href=format!("/esim/{slug}")>{name}</a>
            <span class="tile-price"><small>"from "</small><MoneyText amount=from/></span>
            <Icon name="chevron-right"/>
        </li>
    }
}
