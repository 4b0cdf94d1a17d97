//! Lines in words.

use leptos::prelude::*;

use crate::{
    components::{Moment, StatusBadge},
    pages::words,
    shared::{
        esim::EsimState,
        line::{LineRow, LineVerb},
    },
};

/// The state, and what its carrier is being asked.
#[component]
pub fn LineBadge(state: EsimState, open_wish: Option<LineVerb>) -> impl IntoView {
    let known = words::esim_state(state);
    view! {
        <StatusBadge label=known.label mood=known.mood.as_str()/>
        {open_wish.map(|verb| {
            let label = match verb {
                LineVerb::Suspend => "Being suspended",
                LineVerb::Reactivate => "Being reactivated",
                LineVerb::Terminate => "Being ended",
            };
            view! { " " <StatusBadge label mood="waiting"/> }
        })}
    }
}

/// How old the figures are.
#[component]
pub fn Freshness(row: LineRow) -> impl IntoView {
    match row.as_of {
        Some(at) => view! { <small>"As of " <Moment at/></small> }.into_any(),
        None => view! { <small>"The carrier has not told yet"</small> }.into_any(),
    }
}

/// What a plan gives, with its price.
pub fn plan(data_mb: Option<i64>, validity_days: i32) -> String {
    let data = data_mb.map_or_else(|| "unlimited".to_owned(), words::data);
    format!("{data}, {validity_days} days")
}
