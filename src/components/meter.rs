//! How much of something is used.

use leptos::prelude::*;

/// A bar from 0 to `max`; `label` says the same in words.
#[component]
pub fn Meter(
    value: i64,
    max: i64,
    #[prop(into)] label: String,
    /// Of work that is to be done: near its end nothing runs out.
    #[prop(optional)]
    is_progress: bool,
) -> impl IntoView {
    let max = max.max(1);
    let value = value.clamp(0, max);
    let high = if is_progress { max } else { max - max / 5 };
    let spoken = label.clone();
    view! {
        <meter class="meter" min="0" max=max.to_string() high=high.to_string() optimum="0" value=value.to_string() aria-label=spoken>
            {label}
        </meter>
    }
}
