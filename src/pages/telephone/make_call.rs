//! On a number's page: calling from it.

use leptos::prelude::*;

use super::{Posted, Side};
use crate::{
    components::{
        Field, MoneyText, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    shared::{
        call::{CallPreview, CallSettings},
        error::AppError,
        ids::CallId,
    },
};

/// What somebody asked the price of: whom and which phone, and the answer.
pub type AskedCall = (String, String, Result<CallPreview, AppError>);

/// Calls somebody by the server function `F`.
pub fn make_call<F: Posted>(
    side: Side,
    settings: &CallSettings,
    asked: Option<AskedCall>,
) -> impl IntoView + use<F> {
    let failed = failure::<F>();
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
    let number = settings.number.to_string();
    let page = format!("{}/numbers/{}", side.base(), settings.number);
    view! {
        <section class="panel" id="call" aria-labelledby="call-title">
            <h2 id="call-title">"Call from this number"</h2>
            <p class="panel-note">
                "Your phone rings first; when you answer, the other side is called and sees this number. "
                {side.say("You pay for both phones, by the minute.", "The company pays for both phones, by the minute.")}
            </p>
            {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            {preview.map(|preview| view! { <Price side preview/> })}
            <PostForm<F> class="message-form">
                <input type="hidden" name="sender" value=number/>
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
            </PostForm<F>>
        </section>
    }
}

#[component]
fn Price(side: Side, preview: CallPreview) -> impl IntoView {
    let enough = side.say("Your balance is enough", "The company's wallet has enough");
    let most = match preview.most_minutes {
        0 => side
            .say(
                "Your balance is too small for one minute. Please add money first.",
                "The company's wallet has too little for one minute.",
            )
            .to_owned(),
        1 => format!("{enough} for 1 minute."),
        most => format!("{enough} for {most} minutes."),
    };
    view! {
        <Notice kind="info">
            <MoneyText amount=preview.minute/> " per minute to " {preview.to_display} " (" {preview.country} "), your phone "
            {preview.phone_display} " included. " {most}
        </Notice>
    }
}
