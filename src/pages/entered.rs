//! The banner on every page while an operator is inside a shop.

use leptos::prelude::*;

use crate::{
    components::{PostForm, SubmitButton},
    server_fns::entries::LeaveEntry,
    shared::account::EnteredBy,
};

/// Who is inside, for how long still, and the way out.
#[component]
pub fn EnteredBanner(entry: EnteredBy) -> impl IntoView {
    let left = match entry.minutes_left {
        0 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    };
    view! {
        <aside class="entered" aria-label="You are inside this shop">
            <p><b>{entry.operator}</b> {format!(" is in this shop as an operator. {left} left.")}</p>
            <PostForm<LeaveEntry>><SubmitButton kind="secondary">"Leave"</SubmitButton></PostForm<LeaveEntry>>
        </aside>
    }
}
