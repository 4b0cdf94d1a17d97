//! The three ways onto a phone, as on the shopper's own page, in the reader's language and without a script.

use leptos::prelude::*;

use super::words::Language;
use crate::{components::Icon, pages::account::device::Device, shared::pickup::PickupInstall};

/// One tap, the QR code, typing it in.
#[component]
pub fn Install(words: Language, device: Device, install: PickupInstall, picture: String) -> impl IntoView {
    let PickupInstall {
        activation_code,
        smdp_address,
        matching_id,
        needs_confirmation_code,
        apple_url,
        android_url,
        qr_svg,
    } = install;
    view! {
        <section class="install-section" aria-labelledby="install-title">
            <h2 id="install-title">{words.say("install-title")}</h2>
            <div class="install" class:install-computer={device == Device::Other}>
                <OneTap words device apple_url android_url/>
                <Qr words device qr_svg picture/>
                <section class="by-hand" aria-labelledby="hand-title">
                    <h3 id="hand-title">{words.say("hand-title")}</h3>
                    <p>{words.say("hand-text")}</p>
                    <dl>
                        {field(words.say("hand-address"), smdp_address)}
                        {field(words.say("hand-code"), matching_id)}
                        {field(words.say("hand-whole"), activation_code)}
                    </dl>
                    {needs_confirmation_code
                        .then(|| view! { <p class="by-hand-note">{words.say("hand-confirmation")}</p> })}
                </section>
            </div>
        </section>
    }
}

#[component]
fn OneTap(words: Language, device: Device, apple_url: String, android_url: String) -> impl IntoView {
    let title = if device == Device::Other {
        "tap-title-other"
    } else {
        "tap-title-phone"
    };
    let apple = tap(
        words,
        apple_url,
        "tap-iphone",
        "tap-iphone-needs",
        device == Device::Iphone,
    );
    let android = tap(
        words,
        android_url,
        "tap-android",
        "tap-android-needs",
        device == Device::Android,
    );
    view! {
        <section class="one-tap" aria-labelledby="tap-title">
            <h3 id="tap-title">{words.say(title)}</h3>
            {if device == Device::Android { (android, apple).into_any() } else { (apple, android).into_any() }}
            <p class="one-tap-note">{words.say("tap-note")}</p>
        </section>
    }
}

fn tap(
    words: Language,
    href: String,
    name: &'static str,
    needs: &'static str,
    is_likely: bool,
) -> impl IntoView + use<> {
    view! {
        <a class="tap-link" class:tap-link-likely=is_likely href=href rel="noreferrer">
            <Icon name="smartphone"/>
            <span><b>{words.say(name)}</b><small>{words.say(needs)}</small></span>
            <Icon name="chevron-right"/>
        </a>
    }
}

/// Dark modules on white in every colour scheme: scanners want contrast and a white margin.
#[component]
fn Qr(words: Language, device: Device, qr_svg: String, picture: String) -> impl IntoView {
    let (title, text) = if device == Device::Other {
        ("qr-title-other", "qr-text-other")
    } else {
        ("qr-title-phone", "qr-text-phone")
    };
    view! {
        <figure class="qr">
            <div class="qr-code" role="img" aria-label=words.say("qr-label") inner_html=qr_svg></div>
            <figcaption>
                <b>{words.say(title)}</b>
                {words.say(text)}
                <span class="qr-links"><a href=picture>{words.say("qr-open")}</a></span>
            </figcaption>
        </figure>
    }
}

fn field(name: String, text: String) -> impl IntoView + use<> {
    view! { <div class="code-field"><dt>{name}</dt><dd><code dir="ltr">{text}</code></dd></div> }
}
