//! On a number's page: the AI agent that answers it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton,
        form::{failure, kept, of_field},
    },
    server_fns::calls::SaveNumberAgent,
    shared::ids::NumberId,
};

/// Which assistant answers.
#[component]
pub fn AgentPanel(number: NumberId, agent: Option<String>) -> impl IntoView {
    let is_saved = use_query_map()
        .read_untracked()
        .get("saved")
        .is_some_and(|what| what == "agent");
    let failed = failure::<SaveNumberAgent>();
    let wrong = of_field(failed.as_ref(), "assistant");
    let other = failed.filter(|_| wrong.is_none()).map(|error| error.message());
    let value = kept("assistant").or_else(|| agent.clone()).unwrap_or_default();
    view! {
        <section class="panel" id="agent" aria-labelledby="agent-title">
            <h2 id="agent-title">"Answered by your AI agent"</h2>
            {is_saved.then(|| view! { <Notice kind="good">"Saved. It counts for the next call."</Notice> })}
            {other.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <p class="panel-note">
                "An assistant of yours at Vapi talks to whoever calls, up to ten minutes a call. The minutes are paid from your \
                 balance; without money for one, callers hear that you cannot be reached. It needs this number connected to \
                 Vapi, without an assistant of its own there."
            </p>
            <PostForm<SaveNumberAgent> class="message-form">
                <input type="hidden" name="sender" value=number.to_string()/>
                <Field
                    label="Assistant"
                    name="assistant"
                    value
                    maxlength=80
                    hint="Its id. Leave it empty and no agent answers."
                    error=wrong
                />
                <SubmitButton kind="secondary">"Save"</SubmitButton>
            </PostForm<SaveNumberAgent>>
        </section>
    }
}
