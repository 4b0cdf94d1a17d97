//! What a person presses.

use leptos::prelude::*;

/// A link that looks like a button. `kind`: `primary`, `secondary`, `quiet`, `danger`; `size`: empty or `large`.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: String,
    #[prop(into, default = "primary".into())] kind: String,
    #[prop(optional, into)] size: String,
    children: Children,
) -> impl IntoView {
    view! { <a class=classes(&kind, &size) href=href>{children()}</a> }
}

/// Sends the form it is in. `kind` and `size` as for [`ButtonLink`].
#[component]
pub fn SubmitButton(
    #[prop(into, default = "primary".into())] kind: String,
    #[prop(optional, into)] size: String,
    children: Children,
) -> impl IntoView {
    view! { <button type="submit" class=classes(&kind, &size)>{children()}</button> }
}

fn classes(kind: &str, size: &str) -> String {
    if size.is_empty() {
        format!("button button-{kind}")
    } else {
        format!("button button-{kind} button-{size}")
    }
}
