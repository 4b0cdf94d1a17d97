//! `/help`: the questions people really have.

use leptos::prelude::*;

use super::entry::support_email;
use crate::components::{Icon, PageHead, features};

/// Static; the shop's own address to write to at the end.
#[component]
pub fn HelpPage() -> impl IntoView {
    let (support, features) = (support_email(), features());
    view! {
        <PageHead title="Help" description="Is my phone ready, how do I install an eSIM, what if it does not work, and how numbers and payments work."/>
        <div class="page page-narrow">
            <header class="page-head">
                <h1>"Help"</h1>
                <p class="muted">"Most questions have a short answer."</p>
            </header>
            <nav class="help-topics" aria-label="Topics">
                {features.esims.then(|| view! {
                    <a href="#device"><Icon name="smartphone"/> "Is my phone ready?"</a>
                    <a href="#install"><Icon name="qr-code"/> "Install an eSIM"</a>
                    <a href="#trouble"><Icon name="signal"/> "No connection"</a>
                })}
                {features.numbers.then(|| view! { <a href="#numbers"><Icon name="phone"/> "Phone numbers"</a> })}
                <a href="#money"><Icon name="wallet"/> "Balance and refunds"</a>
                <a href="#contact"><Icon name="mail"/> "Write to us"</a>
            </nav>
            <article class="prose">
                {features.esims.then(|| view! { <AboutEsims/> })}
                {features.numbers.then(|| view! { <AboutNumbers/> })}
                <h2 id="money">"Balance and refunds"</h2>
                <p>"You pay from your balance, which you top up by card. When you buy, the price is set aside; it is charged when the order is delivered and free again when it is not. Every movement has its reason in your statement."</p>
                <h2 id="contact">"Write to us"</h2>
                <p>"Write to " <a href=format!("mailto:{support}")>{support.clone()}</a> " from the address of your account, and name the order if there is one."</p>
            </article>
        </div>
    }
}

#[component]
fn AboutEsims() -> impl IntoView {
    view! {
        <h2 id="device">"Is my phone ready?"</h2>
        <p>"Dial " <code dir="ltr">"*#06#"</code> ". If the list that opens has an " <b>"EID"</b> ", your phone takes eSIMs."</p>
        <ul>
            <li><b>"iPhone: "</b> "XR, XS and newer. Settings, General, About: “Carrier Lock” must say “No SIM restrictions”."</li>
            <li><b>"Android: "</b> "most Google Pixel from 3, Samsung Galaxy S from S20, and many others. Settings, Connections or Network: look for “Add eSIM”."</li>
            <li>"Phones made for mainland China often have no eSIM."</li>
        </ul>
        <h2 id="install">"Install an eSIM"</h2>
        <p>"Do it at home on Wi-Fi; it takes about two minutes. Your eSIM’s page in your account has the code to scan, a link for one tap, and the fields to type."</p>
        <ol>
            <li>"Open " <a href="/account/esims">"your eSIMs"</a> " and choose the new one."</li>
            <li>"Scan the code with the camera, or tap the install link on the phone itself."</li>
            <li>"On arrival choose the eSIM for mobile data and switch on data roaming for it. Leave roaming of your own SIM card off."</li>
        </ol>
        <h2 id="trouble">"Installed, but no connection?"</h2>
        <ul>
            <li>"Is the eSIM on, chosen for mobile data, and its data roaming on?"</li>
            <li>"Switch flight mode on and off, then wait two minutes."</li>
            <li>"Choose a network by hand from those your plan names."</li>
        </ul>
    }
}

#[component]
fn AboutNumbers() -> impl IntoView {
    view! {
        <h2 id="numbers">"Phone numbers"</h2>
        <p>"A number is yours month by month. Its page says whether it takes calls, text messages or both. Codes from banks are not guaranteed to arrive: some senders refuse virtual numbers. In some countries the law wants an address; those numbers are marked and cannot be bought here yet."</p>
    }
}
