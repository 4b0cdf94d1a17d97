//! What happened, or what will, in order.

use leptos::prelude::*;

/// An ordered list of [`Step`]s.
#[component]
pub fn Timeline(children: Children) -> impl IntoView {
    view! { <ol class="steps">{children()}</ol> }
}

/// A step with a heading and a sentence.
#[component]
pub fn Step(#[prop(into)] title: String, children: Children) -> impl IntoView {
    view! { <li><b>{title}</b> <span>{children()}</span></li> }
}
