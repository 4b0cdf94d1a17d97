//! Where endpoints and deliveries stand, in a word.

use leptos::prelude::*;

use crate::{
    components::StatusBadge,
    shared::webhook::{DeliveryState, EndpointRow, EndpointState},
};

/// The word for an endpoint.
#[component]
pub fn EndpointBadge(row: EndpointRow) -> impl IntoView {
    let (label, mood) = match (row.state, row.failing_since.is_some()) {
        (EndpointState::Active, false) => ("On", "good"),
        (EndpointState::Active, true) => ("Failing", "attention"),
        (EndpointState::Off, _) => ("Off", "quiet"),
        (EndpointState::Failed, _) => ("Turned off after failures", "bad"),
    };
    view! { <StatusBadge label mood/> }
}

/// The word for a delivery.
#[component]
pub fn DeliveryBadge(state: DeliveryState) -> impl IntoView {
    let (label, mood) = match state {
        DeliveryState::Waiting => ("Waiting", "waiting"),
        DeliveryState::Delivered => ("Delivered", "good"),
        DeliveryState::Failed => ("Failed", "bad"),
    };
    view! { <StatusBadge label mood/> }
}
