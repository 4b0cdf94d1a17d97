//! On a number's page: the AI agent that answers it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Field, MoneyText, Notice, PostForm, SubmitButton,
        form::{failure, kept, of_field},
    },
    server_fns::{calls::SaveNumberAgent, company_calls::SaveCompanyAgent},
    shared::{call::NumberAgent, error::AppError, money::Money},
};

/// Which assistant answers a customer's number.
#[component]
pub fn AgentPanel(agent: NumberAgent) -> impl IntoView {
    let failed = failure::<SaveNumberAgent>();
    view! {
        <Panel agent=agent.clone() failed=failed.clone() payer="your balance">
            <PostForm<SaveNumberAgent> class="message-form">
                <Fields agent failed/>
            </PostForm<SaveNumberAgent>>
        </Panel>
    }
}

/// Which assistant answers a company's number.
#[component]
pub fn CompanyAgentPanel(agent: NumberAgent) -> impl IntoView {
    let failed = failure::<SaveCompanyAgent>();
    view! {
        <Panel agent=agent.clone() failed=failed.clone() payer="the company's wallet">
            <PostForm<SaveCompanyAgent> class="message-form">
                <Fields agent failed/>
            </PostForm<SaveCompanyAgent>>
        </Panel>
    }
}

#[component]
fn Panel(
    agent: NumberAgent,
    failed: Option<AppError>,
    payer: &'static str,
    children: Children,
) -> impl IntoView {
    let is_saved = use_query_map()
        .read_untracked()
        .get("saved")
        .is_some_and(|what| what == "agent");
    let notice = failed
        .filter(|error| error.field().is_none())
        .map(|error| error.message());
    // Where agents are no longer offered, the one that was set can still be taken away.
    let has_form = agent.can_answer && (agent.minute.is_some() || agent.assistant.is_some());
    agent.can_answer.then(|| view! {
        <section class="panel" id="agent" aria-labelledby="agent-title">
            <h2 id="agent-title">"Answered by your AI agent"</h2>
            {is_saved.then(|| view! { <Notice kind="good">"Saved. It counts for the next call."</Notice> })}
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            {match agent.minute {
                Some(minute) => view! { <How minute payer/> }.into_any(),
                None => view! {
                    <p class="panel-note">"AI agents are not offered here. Calls to this number are forwarded, or can leave a message."</p>
                }.into_any(),
            }}
            {has_form.then(children)}
        </section>
    })
}

#[component]
fn How(minute: Money, payer: &'static str) -> impl IntoView {
    view! {
        <p class="panel-note">
            "An assistant at Vapi talks to whoever calls, for up to ten minutes a call. A minute costs " <MoneyText amount=minute/>
            ", paid from " {payer} "; without money for it, callers hear that you cannot be reached. Ask us to connect the number to \
             Vapi first: until then calls go on as they do now."
        </p>
    }
}

#[component]
fn Fields(agent: NumberAgent, failed: Option<AppError>) -> impl IntoView {
    let wrong = of_field(failed.as_ref(), "assistant");
    let value = kept("assistant").or(agent.assistant).unwrap_or_default();
    view! {
        <input type="hidden" name="sender" value=agent.number.to_string()/>
        <Field
            label="Assistant"
            name="assistant"
            value
            maxlength=80
            hint="Its id. Leave it empty and no agent answers."
            error=wrong
        />
        <SubmitButton kind="secondary">"Save"</SubmitButton>
    }
}
