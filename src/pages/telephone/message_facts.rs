//! What a message was and what happened to it, on a customer's pages and on a company's.

use leptos::prelude::*;

use crate::{
    components::{Moment, MoneyText, Step, Timeline},
    shared::message::MessageView,
};

/// The text, its facts and its timeline.
#[component]
pub fn MessageFacts(message: MessageView) -> impl IntoView {
    let MessageView { row, .. } = message;
    let segments = if row.segments == 1 { "segment" } else { "segments" };
    view! {
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
