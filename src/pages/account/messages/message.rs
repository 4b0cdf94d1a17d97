//! `/account/messages/message/{id}`: one message and what happened to it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::location::Url;

use crate::{
    components::{Moment, MoneyText, Step, Timeline},
    pages::{
        account::state_badge::StateBadge,
        answer::{answer, id_in_path},
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
                    Some(id) => server_fns::messages::message(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(message: MessageView) -> impl IntoView {
    let MessageView { row, .. } = message;
    let back = format!(
        "/account/messages/{}?with={}",
        message.number,
        Url::escape(&message.peer)
    );
    let who = message.contact.unwrap_or_else(|| message.peer_display.clone());
    let segments = if row.segments == 1 { "segment" } else { "segments" };
    view! {
        <p class="back"><a href=back>{who}</a></p>
        <header class="account-head">
            <h1>{if row.is_out { "Message sent" } else { "Message received" }}</h1>
            <StateBadge state=words::message_state(row.state)/>
        </header>
        <section class="panel" aria-label="Message">
            <p class="message-body">{row.body}</p>
            <dl class="facts">
                <dt>{if row.is_out { "From" } else { "To" }}</dt>
                <dd class="number-text">{message.number_display}</dd>
                <dt>{if row.is_out { "To" } else { "From" }}</dt>
                <dd class="number-text">{message.peer_display}</dd>
                <dt>"Size"</dt>
                <dd>{format!("{} {segments}, {}", row.segments, message.encoding)}</dd>
                {row.charged.map(|amount| view! { <dt>"Price"</dt> <dd><MoneyText amount/></dd> })}
            </dl>
            {row.refusal.map(|why| view! { <p>{why}</p> })}
            {row.state.about_the_price().map(|words| view! { <p>{words}</p> })}
        </section>
        <section class="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"What happened"</h2>
            <Timeline>
                {message
                    .timeline
                    .into_iter()
                    .map(|step| view! {
                        <Step title=step.title>
                            <Moment at=step.at/>
                            {step.amount.map(|amount| view! { " · " <MoneyText amount/> })}
                            {(!step.detail.is_empty()).then(|| format!(" · {}", step.detail))}
                        </Step>
                    })
                    .collect_view()}
            </Timeline>
        </section>
    }
}
