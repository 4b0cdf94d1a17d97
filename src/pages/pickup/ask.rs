//! The page before its PIN or code, and after too many wrong ones.

use leptos::prelude::*;

use super::{page::ask_whom, words::Language};
use crate::{
    components::{Notice, PostForm, SubmitButton},
    server_fns::pickup::{MailCode, Unlock},
};

/// A PIN the company gave.
#[component]
pub fn AskPin(
    words: Language,
    company: String,
    contact: String,
    token: String,
    said: String,
) -> impl IntoView {
    let text = words.say_with("pin-text", &[("company", company.clone().into())]);
    view! {
        <section class="card pickup-ask">
            <h1>{words.say("pin-title")}</h1>
            <Said words said/>
            <p>{text}</p>
            <Digits words token label="pin-label"/>
            <p class="muted">{ask_whom(words, company, contact)}</p>
        </section>
    }
}

/// A code that is mailed when the reader asks for it: a mail scanner that opens the link sends nothing.
#[component]
pub fn AskCode(
    words: Language,
    company: String,
    contact: String,
    sent_to: Option<String>,
    token: String,
    said: String,
) -> impl IntoView {
    let is_sent = sent_to.is_some();
    let text = match sent_to {
        Some(address) => words.say_with("code-sent", &[("address", address.into())]),
        None => words.say("code-text"),
    };
    let again = if is_sent { "code-again" } else { "code-send" };
    let kind = if is_sent { "secondary" } else { "primary" };
    view! {
        <section class="card pickup-ask">
            <h1>{words.say("code-title")}</h1>
            <Said words said/>
            <p>{text}</p>
            {is_sent.then(|| view! { <Digits words token=token.clone() label="code-label"/> })}
            <PostForm<MailCode> class="form">
                <input type="hidden" name="token" value=token.clone()/>
                <input type="hidden" name="lang" value=words.code()/>
                <div><SubmitButton kind=kind>{words.say(again)}</SubmitButton></div>
            </PostForm<MailCode>>
            <p class="muted">{ask_whom(words, company, contact)}</p>
        </section>
    }
}

/// Too many wrong ones.
#[component]
pub fn Locked(words: Language, contact: String) -> impl IntoView {
    view! {
        <section class="card">
            <h1>{words.say("locked-title")}</h1>
            <p>{words.say("locked-text")}</p>
            {(!contact.is_empty()).then(|| view! { <p><bdi>{contact}</bdi></p> })}
        </section>
    }
}

#[component]
fn Digits(words: Language, token: String, label: &'static str) -> impl IntoView {
    view! {
        <PostForm<Unlock> class="form">
            <input type="hidden" name="token" value=token/>
            <input type="hidden" name="lang" value=words.code()/>
            <div class="field">
                <label class="field-label" for="field-pin">{words.say(label)}</label>
                <input
                    class="field-input pickup-digits"
                    id="field-pin"
                    name="pin_code"
                    dir="ltr"
                    inputmode="numeric"
                    autocomplete="one-time-code"
                    required=true
                    maxlength=12
                />
            </div>
            <div><SubmitButton size="large">{words.say("submit")}</SubmitButton></div>
        </PostForm<Unlock>>
    }
}

/// What became of the form before.
#[component]
fn Said(words: Language, said: String) -> impl IntoView {
    let left = said
        .strip_prefix("wrong-")
        .and_then(|left| left.parse::<u8>().ok());
    match (said.as_str(), left) {
        (_, Some(left @ 1..=4)) => {
            let text = words.say_with("said-wrong", &[("left", left.into())]);
            Some(view! { <Notice kind="error">{text}</Notice> })
        }
        ("no-code", _) => Some(view! { <Notice kind="error">{words.say("said-no-code")}</Notice> }),
        ("too-soon", _) => Some(view! { <Notice kind="error">{words.say("said-too-soon")}</Notice> }),
        ("mailed", _) => Some(view! { <Notice kind="good">{words.say("said-mailed")}</Notice> }),
        _ => None,
    }
}
