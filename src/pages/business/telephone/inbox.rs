//! `/business/messages`: the last message with everybody, of the numbers within reach.

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

/// The inbox.
#[component]
pub fn InboxPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (wanted, after) = (query.get("q").unwrap_or_default(), query.get("after"));
    view! {
        <Title text="Messages"/>
        {Suspend::new(async move {
                let read = server_fns::company_messages::show_inbox(wanted.clone(), after.clone()).await;
                answer(read, move |inbox| telephone::inbox(Side::Company, inbox, &wanted, after.is_some()))
            })}
    }
}
