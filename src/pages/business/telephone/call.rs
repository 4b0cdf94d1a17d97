//! `/business/calls/{id}`: one call of the company and what happened to it.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Moment, MoneyText, Notice, Step, Timeline},
    pages::{
        account::state_badge::StateBadge,
        answer::{answer, id_in_path},
        words,
    },
    server_fns,
    shared::{
        call::{CallState, CallView, length},
        error::AppError,
        ids::CallId,
    },
};

/// A call.
#[component]
pub fn CallPage() -> impl IntoView {
    let id = id_in_path::<CallId>();
    view! {
        <Title text="Call"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::company_calls::call(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(call: CallView) -> impl IntoView {
    let CallView { row, .. } = call;
    let number = format!("/business/numbers/{}", row.number);
    let page = format!("/business/calls/{}", row.id);
    let sound = format!("{page}/message.mp3");
    let is_over = row.state.is_over();
    let who = row.contact.clone().unwrap_or_else(|| row.peer_display.clone());
    let paid = call.billed_seconds.filter(|seconds| *seconds > 0).map(length);
    view! {
        <p class="back"><a href="/business/calls">"Calls"</a></p>
        <header class="surface-head">
            <h1>{if row.is_out { "Call to " } else { "Call from " }} {who}</h1>
            <StateBadge state=words::call_state(row.state)/>
        </header>
        {(row.state == CallState::CutOff).then(|| view! {
            <Notice kind="warning">
                "What the company may spend on calls was used up, so the call was ended. Finance can add money or raise the budget."
            </Notice>
        })}
        <section class="panel" aria-label="Call">
            {(!is_over && row.is_out).then(|| view! {
                <p>"The phone that was named rings first. Whoever answers it is joined to the other side. " <a href=page>"Look again"</a></p>
            })}
            <dl class="facts">
                <dt>"Number"</dt>
                <dd><a class="number-text" href=number>{row.number_display}</a></dd>
                <dt>{if row.is_out { "To" } else { "From" }}</dt>
                <dd class="number-text">{row.peer_display}</dd>
                {call.phone_display.map(|phone| view! { <dt>"Phone"</dt> <dd class="number-text">{phone}</dd> })}
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
