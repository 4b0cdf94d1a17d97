//! The three ways onto a phone: one tap, the QR code, typing it in.

use leptos::prelude::*;

use super::device::Device;
use crate::{components::Icon, islands::CopyButton, shared::esim::EsimView};

/// Open while the eSIM waits to be installed; folded away once it is on a phone.
#[component]
pub fn EsimInstall(esim: EsimView, device: Device, is_open: bool) -> impl IntoView {
    let codes = view! {
        <div class="install" class:install-computer={device == Device::Other}>
            <OneTap apple_url=esim.apple_url.clone() android_url=esim.android_url.clone() device/>
            <QrPanel esim=esim.clone() device/>
            <ByHand esim/>
        </div>
    };
    if is_open {
        view! {
            <section class="install-section" aria-labelledby="install-title">
                <h2 id="install-title">"Install"</h2>
                {codes}
            </section>
        }
        .into_any()
    } else {
        view! { <details class="install-section"><summary>"Codes for installing"</summary>{codes}</details> }
            .into_any()
    }
}

#[component]
fn OneTap(apple_url: String, android_url: String, device: Device) -> impl IntoView {
    let (is_iphone, is_android) = (device == Device::Iphone, device == Device::Android);
    let apple = view! {
        <TapLink href=apple_url name="Install on iPhone" needs="iOS 17.4 or later" is_likely=is_iphone/>
    };
    let android = view! {
        <TapLink href=android_url name="Install on Android" needs="Android 10 or later, on most phones" is_likely=is_android/>
    };
    view! {
        <section class="one-tap" aria-labelledby="tap-title">
            <h3 id="tap-title">{if device == Device::Other { "Opened this page on the phone?" } else { "On this phone" }}</h3>
            {if is_android { (android, apple).into_any() } else { (apple, android).into_any() }}
            <p class="one-tap-note">"Opens your phone’s own SIM setup. If nothing opens, use the code below."</p>
        </section>
    }
}

/// The link for the reader's own phone stands out; the other one stays within reach.
#[component]
fn TapLink(href: String, name: &'static str, needs: &'static str, is_likely: bool) -> impl IntoView {
    view! {
        <a class="tap-link" class:tap-link-likely=is_likely href=href rel="noreferrer">
            <Icon name="smartphone"/>
            <span><b>{name}</b><small>{needs}</small></span>
            <Icon name="chevron-right"/>
        </a>
    }
}

/// Dark modules on white in every colour scheme: scanners want contrast and a white margin.
#[component]
fn QrPanel(esim: EsimView, device: Device) -> impl IntoView {
    let (title, text) = if device == Device::Other {
        (
            "Scan it with your phone",
            "Use the phone that gets the eSIM: its camera, or “Use QR Code” in its SIM settings.",
        )
    } else {
        (
            "Scan it from another screen",
            "Open this page on a computer or a friend’s phone, and scan it with the phone that gets the eSIM.",
        )
    };
    let picture = format!("/account/esims/{}/qr.png", esim.row.id);
    let file_name = format!("esim-{}.png", esim.iccid);
    view! {
        <figure class="qr">
            <div class="qr-code" role="img" aria-label="QR code that installs this eSIM" inner_html=esim.qr_svg></div>
            <figcaption>
                <b>{title}</b>
                {text}
                <span class="qr-links">
                    <a href=picture.clone()>"Open as picture"</a>
                    <a href=picture download=file_name>"Download PNG"</a>
                </span>
            </figcaption>
        </figure>
    }
}

#[component]
fn ByHand(esim: EsimView) -> impl IntoView {
    view! {
        <section class="by-hand" aria-labelledby="hand-title">
            <h3 id="hand-title">"Enter it by hand"</h3>
            <p>"iPhone asks for the first two. Most Android phones ask for the whole code."</p>
            <dl>
                <Code name="SM‑DP+ address" text=esim.smdp_address/>
                <Code name="Activation code" text=esim.matching_id/>
                <Code name="Whole code" text=esim.activation_code/>
            </dl>
            {esim
                .needs_confirmation_code
                .then(|| view! {
                    <p class="by-hand-note">
                        "Your phone will also ask for a confirmation code. For safety it is not on this page; ask support if
                        you do not have it."
                    </p>
                })}
        </section>
    }
}

#[component]
fn Code(name: &'static str, text: String) -> impl IntoView {
    view! {
        <div class="code-field">
            <dt>{name}</dt>
            <dd><code>{text.clone()}</code> <CopyButton text=text label=format!("Copy {name}")/></dd>
        </div>
    }
}
