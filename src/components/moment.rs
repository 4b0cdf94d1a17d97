//! Points in time.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

/// `12 Nov 2026, 14:05 UTC`.
#[component]
pub fn Moment(at: DateTime<Utc>) -> impl IntoView {
    let exact = at.to_rfc3339_opts(SecondsFormat::Secs, true);
    view! { <time datetime=exact>{at.format("%-d %b %Y, %H:%M UTC").to_string()}</time> }
}
