//! `/account/messages/new`: a message to anybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        telephone::{self, Side},
    },
    server_fns::{self, messages::SendMessage},
};

/// A new message.
#[component]
pub fn NewMessagePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let from = query.get("sender").and_then(|id| id.parse().ok());
    let to = query.get("to").unwrap_or_default();
    let text = query.get("message_text").unwrap_or_default();
    view! {
        <Title text="New message"/>
        {Suspend::new(async move {
                let preview = match from {
                    Some(from) if !text.trim().is_empty() => {
                        Some(server_fns::messages::preview(from, to.clone(), text.clone()).await)
                    }
                    _ => None,
                };
                answer(server_fns::messages::show_inbox(String::new(), None).await, move |inbox| {
                    telephone::new_message::<SendMessage>(Side::Person, inbox, from, to, text, preview)
                })
            })}
    }
}
