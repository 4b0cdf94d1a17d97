//! `/business/messages/message/{id}`: one message of the company and what happened to it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::location::Url;

use crate::{
    pages::{
        account::state_badge::StateBadge,
        answer::{answer, id_in_path},
        message_facts::MessageFacts,
        words,
    },
    server_fns,
    shared::{error::AppError, ids::MessageId, message::MessageView},
};

/// A message.
#[component]
pub fn MessagePage() -> impl IntoView {
    let id = id_in_path::<MessageId>();
    view! {
        <Title text="Message"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::company_messages::message(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(message: MessageView) -> impl IntoView {
    let back = format!(
        "/business/messages/{}?with={}",
        message.number,
        Url::escape(&message.peer)
    );
    let who = message
        .contact
        .clone()
        .unwrap_or_else(|| message.peer_display.clone());
    let (is_out, state) = (message.row.is_out, message.row.state);
    view! {
        <p class="back"><a href=back>{who}</a></p>
        <header class="surface-head">
            <h1>{if is_out { "Message sent" } else { "Message received" }}</h1>
            <StateBadge state=words::message_state(state)/>
        </header>
        <MessageFacts message/>
    }
}
