//! One message and what happened to it.

use leptos::prelude::*;
use leptos_router::location::Url;

use super::{Side, message_facts::MessageFacts};
use crate::{
    pages::{account::state_badge::StateBadge, words},
    shared::message::MessageView,
};

/// The page of a message.
pub fn message(side: Side, message: MessageView) -> impl IntoView {
    let back = format!(
        "{}/messages/{}?with={}",
        side.base(),
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
        <header class=side.head()>
            <h1>{if is_out { "Message sent" } else { "Message received" }}</h1>
            <StateBadge state=words::message_state(state)/>
        </header>
        <MessageFacts message/>
    }
}
