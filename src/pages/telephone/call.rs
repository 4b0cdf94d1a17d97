//! One call and what happened to it.

use leptos::prelude::*;

use super::Side;
use crate::{
    components::{Moment, MoneyText, Notice, Step, Timeline},
    pages::{account::state_badge::StateBadge, words},
    shared::call::{CallState, CallView, length},
};

/// The page of a call.
pub fn call(side: Side, call: CallView) -> impl IntoView {
    let CallView { row, .. } = call;
    let number = format!("{}/numbers/{}", side.base(), row.number);
    let page = format!("{}/calls/{}", side.base(), row.id);
    let calls = format!("{}/calls", side.base());
    let sound = format!("{page}/message.mp3");
    let is_over = row.state.is_over();
    let who = row.contact.clone().unwrap_or_else(|| row.peer_display.clone());
    let paid = call.billed_seconds.filter(|seconds| *seconds > 0).map(length);
    view! {
        <p class="back"><a href=calls>"Calls"</a></p>
        <header class=side.head()>
            <h1>{if row.is_out { "Call to " } else { "Call from " }} {who}</h1>
            <StateBadge state=words::call_state(row.state)/>
        </header>
        {(row.state == CallState::CutOff).then(|| view! {
            <Notice kind="warning">{used_up(side)}</Notice>
        })}
        <section class="panel" aria-label="Call">
            {(!is_over && row.is_out).then(|| view! {
                <p>
                    {side.say(
                        "Your phone rings first. Answer it and the other side is called. ",
                        "The phone that was named rings first. Whoever answers it is joined to the other side. ",
                    )}
                    <a href=page>"Look again"</a>
                </p>
            })}
            <dl class="facts">
                <dt>{side.say("Your number", "Number")}</dt>
                <dd><a class="number-text" href=number>{row.number_display}</a></dd>
                <dt>{if row.is_out { "To" } else { "From" }}</dt>
                <dd class="number-text">{row.peer_display}</dd>
                {call.phone_display.map(|phone| view! { <dt>{side.say("Your phone", "Phone")}</dt> <dd class="number-text">{phone}</dd> })}
                {call.minute.map(|amount| view! { <dt>"A minute"</dt> <dd><MoneyText amount/></dd> })}
                {row.seconds.map(|seconds| view! { <dt>"Lasted"</dt> <dd>{length(seconds)}</dd> })}
                {paid.map(|paid| view! { <dt>"Paid for"</dt> <dd>{paid}</dd> })}
                {row.charged.map(|amount| view! { <dt>"Price"</dt> <dd><MoneyText amount/></dd> })}
            </dl>
            {call.refusal.map(|why| view! { <p>{why}</p> })}
        </section>
        {call.voicemail_seconds.map(|seconds| view! {
            <section class="panel" aria-labelledby="voicemail-title">
                <h2 id="voicemail-title">"Message"</h2>
                <p>{format!("{} long", length(seconds))}</p>
                <audio controls preload="none" src=sound></audio>
            </section>
        })}
        <section class="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"What happened"</h2>
            <Timeline>
                {call
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

fn used_up(side: Side) -> AnyView {
    match side {
        Side::Person => view! {
            "Your balance was used up, so the call was ended. "
            <a href="/account/wallet">"Add money"</a> " and call again from your number’s page."
        }
        .into_any(),
        Side::Company => view! {
            "What the company may spend on calls was used up, so the call was ended. Finance can add money or raise the budget."
        }
        .into_any(),
    }
}
