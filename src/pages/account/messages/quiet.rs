//! `/account/messages/settings/{number}`: when a number writes to nobody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{Field, Notice, PostForm, SubmitButton, form::failure},
    pages::answer::{answer, id_in_path},
    server_fns::{self, messages::SetQuietHours},
    shared::{
        error::AppError,
        ids::NumberId,
        message::{QuietHours, SendingNumber},
    },
};

/// Quiet hours of a number.
#[component]
pub fn QuietHoursPage() -> impl IntoView {
    let id = id_in_path::<NumberId>();
    let is_saved = use_query_map().read_untracked().get("saved").is_some();
    view! {
        <Title text="Quiet hours"/>
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::messages::number_settings(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, move |number| show(number, is_saved))
            })}
    }
}

fn show(number: SendingNumber, is_saved: bool) -> impl IntoView {
    let failed = failure::<SetQuietHours>();
    let clock = |minute: fn(QuietHours) -> i16| {
        number
            .quiet
            .map(|quiet| QuietHours::clock(minute(quiet)))
            .unwrap_or_default()
    };
    let (from, until) = (clock(|quiet| quiet.from), clock(|quiet| quiet.until));
    view! {
        <p class="back"><a href="/account/messages">"Messages"</a></p>
        <header class="account-head"><h1>"Quiet hours of " <span class="number-text">{number.display}</span></h1></header>
        {is_saved.then(|| view! { <Notice kind="good">"Saved."</Notice> })}
        <section class="panel" aria-label="Quiet hours">
            <p class="panel-note">
                "Between these times this number sends nothing: a message is refused and can be sent later. Times are those of your \
                 account's time zone. Messages still come in. Leave both empty to send at any time."
            </p>
            <PostForm<SetQuietHours> class="message-form">
                <input type="hidden" name="sender" value=number.id.to_string()/>
                <Field label="From" name="quiet_from" kind="time" value=from error=failed.map(|error| error.message())/>
                <Field label="Until" name="quiet_until" kind="time" value=until/>
                <SubmitButton>"Save"</SubmitButton>
            </PostForm<SetQuietHours>>
        </section>
    }
}
