//! A sentence that must be seen.

use leptos::prelude::*;

use super::icon::Icon;

/// `kind`: `info`, `good`, `warning` or `error`. An error is read out at once and takes the focus.
#[component]
pub fn Notice(#[prop(into)] kind: String, children: Children) -> impl IntoView {
    let is_error = kind == "error";
    let icon = match kind.as_str() {
        "good" => "circle-check",
        "info" => "info",
        _ => "circle-alert",
    };
    view! {
        <div
            class=format!("notice notice-{kind}")
            role=if is_error { "alert" } else { "note" }
            tabindex=is_error.then_some("-1")
            autofocus=is_error
        >
            <Icon name=icon/>
            <div class="notice-text">{children()}</div>
        </div>
    }
}
