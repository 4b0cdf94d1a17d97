//! The state of a thing in one or two words.

use leptos::prelude::*;

use crate::{components::StatusBadge, pages::words::StateWords};

/// The badge of a state of ours.
#[component]
pub fn StateBadge(state: StateWords) -> impl IntoView {
    view! { <StatusBadge label=state.label mood=state.mood.as_str()/> }
}
