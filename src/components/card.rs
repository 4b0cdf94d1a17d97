//! A panel.

use leptos::prelude::*;

/// Content that belongs together, on its own surface.
#[component]
pub fn Card(#[prop(optional, into)] title: String, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            {(!title.is_empty()).then(|| view! { <h2 class="card-title">{title}</h2> })}
            {children()}
        </section>
    }
}
