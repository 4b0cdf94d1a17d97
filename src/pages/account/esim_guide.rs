//! How to install an eSIM, by the names the phones themselves use.

use leptos::prelude::*;

use super::device::Device;

/// Steps for iPhone and Android; those for the reader's own phone are unfolded while the eSIM waits to be installed.
#[component]
pub fn InstallGuide(device: Device, is_open: bool, needs_confirmation_code: bool) -> impl IntoView {
    view! {
        <section class="esim-guide" aria-labelledby="guide-title">
            <h2 id="guide-title">"Step by step"</h2>
            <details name="guide" open=is_open && device != Device::Android>
                <summary>"iPhone"</summary>
                <IphoneSteps needs_confirmation_code/>
            </details>
            <details name="guide" open=is_open && device == Device::Android>
                <summary>"Android"</summary>
                <AndroidSteps needs_confirmation_code/>
            </details>
        </section>
    }
}

#[component]
fn IphoneSteps(needs_confirmation_code: bool) -> impl IntoView {
    view! {
        <ol>
            <li>
                "Connect to Wi‑Fi or another line. Open " <MenuPath steps=["Settings", "Cellular"]/>
                " (called " <b>"Mobile Service"</b> " or " <b>"Mobile Data"</b> " in some countries)."
            </li>
            <li>"Tap " <b>"Add eSIM"</b> ", then " <b>"Use QR Code"</b> "."</li>
            <li>
                "Scan the code from another screen. Only have this phone? Tap " <b>"Enter Details Manually"</b>
                " and paste the SM‑DP+ address and the activation code from this page. On iOS 17.4 or later you can also open
                the QR picture, touch and hold it, and tap " <b>"Add eSIM"</b> "."
            </li>
            {needs_confirmation_code.then(|| view! { <li>"Type the confirmation code when the phone asks for it."</li> })}
            <li>
                "Name it “Travel”. Keep your own line for calls; choose the new one for " <b>"Cellular Data"</b> " and leave "
                <b>"Allow Cellular Data Switching"</b> " off, so that your home line is never charged for data."
            </li>
            <li>
                "Once you have arrived: " <MenuPath steps=["Settings", "Cellular", "Travel"]/> ", turn on "
                <b>"Turn On This Line"</b> " and " <b>"Data Roaming"</b> "."
            </li>
        </ol>
    }
}

#[component]
fn AndroidSteps(needs_confirmation_code: bool) -> impl IntoView {
    view! {
        <ol>
            <li>
                "Connect to Wi‑Fi. On a Pixel open " <MenuPath steps=["Settings", "Network & internet", "SIMs", "Add SIM"]/>
                ". On a Samsung Galaxy open " <MenuPath steps=["Settings", "Connections", "SIM manager", "Add eSIM"]/> "."
            </li>
            <li>
                "Pixel: tap " <b>"Set up an eSIM"</b> ". Galaxy: tap " <b>"Scan QR code"</b>
                ". Then scan the code from another screen."
            </li>
            <li>
                "Only have this phone? On the scanning screen choose to enter the code instead (Galaxy: "
                <b>"Enter activation code"</b> ") and paste the whole code from this page."
            </li>
            {needs_confirmation_code.then(|| view! { <li>"Type the confirmation code when the phone asks for it."</li> })}
            <li>"Wait until the phone says that the eSIM was added, then turn it on and choose it for " <b>"Mobile data"</b> "."</li>
            <li>
                "Once you have arrived, open the new SIM in the same menu and turn on " <b>"Roaming"</b>
                " (Galaxy: " <MenuPath steps=["Connections", "Mobile networks", "Data roaming"]/> ")."
            </li>
        </ol>
    }
}

/// What to do when it does not work, by what the person sees.
#[component]
pub fn RescueDesk(support_email: String, iccid: String) -> impl IntoView {
    let subject = format!("mailto:{support_email}?subject=eSIM%20{iccid}");
    view! {
        <section class="esim-rescue" aria-labelledby="rescue-title">
            <h2 id="rescue-title">"Something not working?"</h2>
            <details name="rescue" id="not-installed">
                <summary>"It will not install"</summary>
                <ul>
                    <li>"The phone must be online while it installs: use Wi‑Fi, or a hotspot from somebody next to you."</li>
                    <li>
                        "Check that the phone takes eSIMs: dial " <kbd>"*#06#"</kbd>
                        ". If the list shows an EID, it does."
                    </li>
                    <li>
                        "Check that it is not locked to one network. iPhone: "
                        <MenuPath steps=["Settings", "General", "About"]/> ", “Carrier Lock” must say “No SIM restrictions”."
                    </li>
                    <li>"“Code no longer valid” or “already used” often means that it is installed: look in the SIM list before you try again."</li>
                    <li>"“Cannot be added right now” comes from the network: restart the phone, wait five minutes, try once more by manual entry."</li>
                </ul>
            </details>
            <details name="rescue" id="no-signal">
                <summary>"Installed, but no internet"</summary>
                <ol>
                    <li>"Turn on data roaming for this eSIM. It is needed, and it costs nothing extra here."</li>
                    <li>"Choose this eSIM for mobile data, and turn off data switching."</li>
                    <li>"Turn airplane mode on for ten seconds, then off. Wait two minutes."</li>
                    <li>"Turn off automatic network choice and pick a network from the list by hand."</li>
                    <li>"Turn off VPNs and private relays, then restart the phone."</li>
                    <li>"Are you in a country the plan covers? It connects only there."</li>
                </ol>
            </details>
            <details name="rescue" id="lost-phone">
                <summary>"Lost or changed the phone"</summary>
                <ul>
                    <li>"An eSIM installs once. Do not delete it from the old phone before the new one works."</li>
                    <li>"If the old phone is gone, write to us. We ask the network whether it can move what is left to a new code, and tell you either way."</li>
                    <li>"This page stays here: sign in from any phone to see it."</li>
                </ul>
            </details>
            <p class="esim-rescue-contact">
                "Still stuck? Write to " <a href=subject>{support_email}</a> ". The ICCID is already in the subject."
            </p>
        </section>
    }
}

/// A way through a phone's menus.
#[component]
fn MenuPath<const N: usize>(steps: [&'static str; N]) -> impl IntoView {
    let last = N.saturating_sub(1);
    view! {
        <span class="menu-path">
            {steps
                .into_iter()
                .enumerate()
                .map(|(place, step)| view! {
                    <b>{step}</b>
                    {(place < last).then_some(" › ")}
                })
                .collect_view()}
        </span>
    }
}
