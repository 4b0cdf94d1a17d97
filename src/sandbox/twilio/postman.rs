//! Posts a report as Twilio does: a form, signed over its address and its parameters.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::super::state::Sandbox;
use super::messages::Report;

/// Sends one; the answer's status, or `None` when there was no answer. A forged one is signed with another token.
pub async fn send(sandbox: &Sandbox, report: &Report, is_forged: bool) -> Option<u16> {
    let answer = post(sandbox, report, is_forged).await?;
    Some(answer.status().as_u16())
}

/// Asks what a call is to do; the answer's text, or `None` when nobody gave one.
pub async fn ask(sandbox: &Sandbox, report: &Report) -> Option<String> {
    let answer = post(sandbox, report, false).await?;
    match answer.status().is_success() {
        true => answer.text().await.ok(),
        false => None,
    }
}

async fn post(sandbox: &Sandbox, report: &Report, is_forged: bool) -> Option<reqwest::Response> {
    let token = match is_forged {
        true => "somebody else's",
        false => &sandbox.settings().twilio_auth_token,
    };
    let mut mac = Hmac::<Sha1>::new_from_slice(token.as_bytes()).ok()?;
    mac.update(report.url.as_bytes());
    for (name, value) in &report.params {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let request = sandbox
        .http()
        .post(&report.url)
        .header("x-twilio-signature", signature)
        .form(&report.params);
    match request.send().await {
        Ok(answer) => Some(answer),
        Err(error) => {
            tracing::warn!(%error, "a report of the sandbox's Twilio found nobody");
            None
        }
    }
}
