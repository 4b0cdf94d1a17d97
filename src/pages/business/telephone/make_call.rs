//! On the page of a number of the company: calling from it, and what becomes of calls to it.

use leptos::prelude::*;

use crate::{
    components::{
        Checkbox, Field, MoneyText, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    server_fns::company_calls::{SaveCompanyCalls, StartCompanyCall},
    shared::{
        call::{CallPreview, CallSettings},
        error::AppError,
        ids::CallId,
    },
};

/// Calls somebody. `asked` is the preview that was asked for: whom and which phone, and the answer.
#[component]
pub fn MakeCall(
    settings: CallSettings,
    asked: Option<(String, String, Result<CallPreview, AppError>)>,
) -> impl IntoView {
    let failed = failure::<StartCompanyCall>();
    let refused_preview = asked
        .as_ref()
        .and_then(|(_, _, answer)| answer.as_ref().err().cloned());
    let failed = failed.or(refused_preview);
    let (to_wrong, phone_wrong) = (
        of_field(failed.as_ref(), "to"),
        of_field(failed.as_ref(), "own_phone"),
    );
    let is_field = to_wrong.is_some() || phone_wrong.is_some();
    let notice = failed.filter(|_| !is_field).map(|error| error.message());
    let (to, phone, preview) = match asked {
        Some((to, phone, answer)) => (to, phone, answer.ok()),
        None => (
            String::new(),
            settings.forward_to.clone().unwrap_or_default(),
            None,
        ),
    };
    let max_minute = preview.as_ref().map(|preview| preview.minute.amount());
    let page = format!("/business/numbers/{}", settings.number);
    view! {
        <section class="panel" id="call" aria-labelledby="call-title">
            <h2 id="call-title">"Call from this number"</h2>
            <p class="panel-note">
                "Your phone rings first; when you answer, the other side is called and sees this number. The company pays for both \
                 phones, by the minute."
            </p>
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            {preview.map(|preview| view! { <Price preview/> })}
            <PostForm<StartCompanyCall> class="message-form">
                <input type="hidden" name="sender" value=settings.number.to_string()/>
                <input type="hidden" name="call_key" value=CallId::new().to_string()/>
                {max_minute.map(|amount| view! { <input type="hidden" name="max_minute" value=amount/> })}
                <Field
                    label="Whom to call"
                    name="to"
                    kind="tel"
                    value=to
                    required=true
                    maxlength=40
                    hint="With the country code, such as +33 6 12 34 56 78."
                    error=to_wrong
                />
                <Field label="Your own phone" name="own_phone" kind="tel" value=phone required=true maxlength=40 error=phone_wrong/>
                <div class="message-buttons">
                    <SubmitButton>"Call"</SubmitButton>
                    <button class="button button-secondary" type="submit" formmethod="get" formaction=page>"Show the price"</button>
                </div>
            </PostForm<StartCompanyCall>>
        </section>
    }
}

#[component]
fn Price(preview: CallPreview) -> impl IntoView {
    let most = match preview.most_minutes {
        0 => "The company's wallet has too little for one minute.".to_owned(),
        1 => "The company's wallet has enough for 1 minute.".to_owned(),
        most => format!("The company's wallet has enough for {most} minutes."),
    };
    view! {
        <Notice kind="info">
            <MoneyText amount=preview.minute/> " per minute to " {preview.to_display} " (" {preview.country} "), your phone "
            {preview.phone_display} " included. " {most}
        </Notice>
    }
}

/// What becomes of calls to the number.
#[component]
pub fn Incoming(settings: CallSettings) -> impl IntoView {
    let failed = failure::<SaveCompanyCalls>();
    let wrong = |name| of_field(failed.as_ref(), name);
    let (forward_wrong, ring_wrong, greeting_wrong) =
        (wrong("forward_to"), wrong("ring_seconds"), wrong("greeting"));
    let is_field = forward_wrong.is_some() || ring_wrong.is_some() || greeting_wrong.is_some();
    let notice = failed.filter(|_| !is_field).map(|error| error.message());
    view! {
        <section class="panel" id="incoming" aria-labelledby="incoming-title">
            <h2 id="incoming-title">"Calls to this number"</h2>
            <p class="panel-note">
                "A call that comes in is forwarded to a phone; if nobody answers, the caller can leave a message. Both are paid by \
                 the minute from the company's wallet."
            </p>
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <PostForm<SaveCompanyCalls> class="message-form">
                <input type="hidden" name="sender" value=settings.number.to_string()/>
                <Field
                    label="Forward to"
                    name="forward_to"
                    kind="tel"
                    value=settings.forward_to.unwrap_or_default()
                    maxlength=40
                    hint="A phone with its country code. Empty: calls are not forwarded."
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
            </PostForm<SaveCompanyCalls>>
        </section>
    }
}
