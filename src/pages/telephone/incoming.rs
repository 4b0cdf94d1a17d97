//! On a number's page: what becomes of calls to it.

use leptos::prelude::*;

use super::{Posted, Side};
use crate::{
    components::{
        Checkbox, Field, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    shared::call::CallSettings,
};

/// Saves by the server function `F`.
pub fn incoming<F: Posted>(side: Side, settings: CallSettings, is_saved: bool) -> impl IntoView {
    let failed = failure::<F>();
    let wrong = |name| of_field(failed.as_ref(), name);
    let (forward_wrong, ring_wrong, greeting_wrong) =
        (wrong("forward_to"), wrong("ring_seconds"), wrong("greeting"));
    let is_field = forward_wrong.is_some() || ring_wrong.is_some() || greeting_wrong.is_some();
    let notice = failed.filter(|_| !is_field).map(|error| error.message());
    view! {
        <section class="panel" id="incoming" aria-labelledby="incoming-title">
            <h2 id="incoming-title">"Calls to this number"</h2>
            <p class="panel-note">
                {side.say(
                    "A call that comes in is forwarded to your phone; if nobody answers, the caller can leave a message. Both \
                     are paid by the minute from your wallet.",
                    "A call that comes in is forwarded to a phone; if nobody answers, the caller can leave a message. Both are \
                     paid by the minute from the company's wallet.",
                )}
            </p>
            {is_saved.then(|| view! { <Notice kind="good">"Saved."</Notice> })}
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<F> class="message-form">
                <input type="hidden" name="sender" value=settings.number.to_string()/>
                <Field
                    label="Forward to"
                    name="forward_to"
                    kind="tel"
                    value=settings.forward_to.unwrap_or_default()
                    maxlength=40
                    hint=side.say(
                        "Your phone with its country code. Empty: calls are not forwarded.",
                        "A phone with its country code. Empty: calls are not forwarded.",
                    )
                    error=forward_wrong
                />
                <Field
                    label="Seconds it rings"
                    name="ring_seconds"
                    kind="number"
                    value=settings.ring_seconds.to_string()
                    required=true
                    hint="5 to 60."
                    error=ring_wrong
                />
                <Checkbox label="Callers can leave a message" name="has_voicemail" checked=settings.has_voicemail/>
                <TextArea
                    label="Greeting"
                    name="greeting"
                    value=settings.greeting
                    rows=3
                    maxlength=300
                    hint="Read aloud before the tone. Empty: a usual sentence."
                    error=greeting_wrong
                />
                <SubmitButton>"Save"</SubmitButton>
            </PostForm<F>>
        </section>
    }
}
