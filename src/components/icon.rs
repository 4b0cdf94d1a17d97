//! Icons of the sprite `/icons.svg`.

use leptos::prelude::*;

/// A decorative icon; the words beside it carry the meaning.
#[component]
pub fn Icon(#[prop(into)] name: String) -> impl IntoView {
    view! {
        <svg class="icon" width="20" height="20" aria-hidden="true" focusable="false">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
}
