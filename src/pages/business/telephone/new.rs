//! `/business/messages/new`: a message to anybody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    pages::{
        answer::answer,
        telephone::{self, Side},
    },
    server_fns::{self, company_messages::SendCompanyMessage},
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
                        Some(server_fns::company_messages::preview(from, to.clone(), text.clone()).await)
                    }
                    _ => None,
                };
                answer(server_fns::company_messages::show_inbox(String::new(), None).await, move |inbox| {
                    telephone::new_message::<SendCompanyMessage>(Side::Company, inbox, from, to, text, preview)
                })
            })}
    }
}
