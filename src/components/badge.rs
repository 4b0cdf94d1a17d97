//! The state of a thing in one or two words.

use leptos::prelude::*;

/// A coloured word. The word alone says it; the colour only helps. `mood`: `good`, `waiting`, `attention`, `bad` or
/// `quiet`.
#[component]
pub fn StatusBadge(
    #[prop(into)] label: String,
    #[prop(into, default = "quiet".into())] mood: String,
) -> impl IntoView {
    view! { <span class=format!("badge badge-{mood}")>{label}</span> }
}
