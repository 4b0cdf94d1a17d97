//! The state of a thing in one or two words.

use leptos::prelude::*;

use super::words::StateWords;

/// A coloured word. The word alone says it; the colour only helps.
#[component]
pub fn StateBadge(state: StateWords) -> impl IntoView {
    view! { <span class=format!("badge badge-{}", state.mood.as_str())>{state.label}</span> }
}
