//! Step by step, by the names the phones use in the reader's language; those for the reader's own phone are unfolded.

use leptos::prelude::*;

use super::words::Language;
use crate::pages::account::device::Device;

/// Steps for both kinds of phone, whether it takes eSIMs, and what to do when it does not work.
#[component]
pub fn Guide(words: Language, device: Device) -> impl IntoView {
    let iphone = [
        "guide-iphone-1",
        "guide-iphone-2",
        "guide-iphone-3",
        "guide-iphone-4",
    ];
    let android = [
        "guide-android-1",
        "guide-android-2",
        "guide-android-3",
        "guide-android-4",
    ];
    view! {
        <section class="esim-guide" aria-labelledby="guide-title">
            <h2 id="guide-title">{words.say("guide-title")}</h2>
            {steps(words, "guide-iphone", &iphone, device != Device::Android)}
            {steps(words, "guide-android", &android, device == Device::Android)}
            {steps(words, "check-title", &["check-eid", "check-lock"], false)}
            {steps(words, "help-title", &["help-online", "help-used", "help-signal"], false)}
        </section>
    }
}

fn steps(words: Language, title: &str, names: &[&str], is_open: bool) -> impl IntoView + use<> {
    let items = names
        .iter()
        .map(|name| view! { <li>{words.say(name)}</li> })
        .collect_view();
    view! {
        <details name="guide" open=is_open>
            <summary>{words.say(title)}</summary>
            <ol>{items}</ol>
        </details>
    }
}
