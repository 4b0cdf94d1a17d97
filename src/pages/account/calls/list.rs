//! `/account/calls`: who rang and who was rung.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        telephone::{self, Side},
    },
    server_fns,
};

/// The list.
#[component]
pub fn CallsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let direction = query
        .get("direction")
        .filter(|word| ["out", "in"].contains(&word.as_str()))
        .unwrap_or_default();
    let after = query.get("after");
    view! {
        <Title text="Calls"/>
        {Suspend::new(async move {
                let read = server_fns::calls::show_calls(direction.clone(), after.clone()).await;
                answer(read, move |list| telephone::calls(Side::Person, list, direction, after.is_some()))
            })}
    }
}
