//! Webhooks of 1GLOBAL. They come with a name and a password (HTTP Basic); the HMAC that a webhook may be set to
//! carry has no documented header or signed string, so it is not read.
//!
//! The password proves the sender, not the body: what matters is asked for again.

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use super::{
    state,
    wire::{Event, EventData},
};
use crate::{
    providers::lines::{Header, LineEvent, WebhookError},
    shared::esim::EsimState,
};

/// Compares without telling by its time how much of it was right. Without a password of ours nothing is believed.
pub fn check(user: &str, password: &SecretString, header: Header<'_>) -> Result<(), WebhookError> {
    let password = password.expose_secret();
    let given = header("authorization").ok_or(WebhookError::Forged)?;
    let (scheme, given) = given.split_once(' ').ok_or(WebhookError::Forged)?;
    let wanted = STANDARD.encode(format!("{user}:{password}"));
    let is_right = bool::from(given.trim().as_bytes().ct_eq(wanted.as_bytes()));
    match is_right && scheme.eq_ignore_ascii_case("basic") && !password.is_empty() {
        true => Ok(()),
        false => Err(WebhookError::Forged),
    }
}

/// Reads an event of any type; one that is not about a line has no line.
pub fn read(body: &[u8]) -> Result<LineEvent, WebhookError> {
    let event: Event = serde_json::from_slice(body)
        .map_err(|_| WebhookError::Unreadable("not an event of 1GLOBAL".into()))?;
    let data = event.data;
    Ok(LineEvent {
        line: line_of(&data).map(str::to_owned),
        state: state_by(&event.kind),
        country: data.country.as_deref().and_then(|code| code.parse().ok()),
        percent: data.threshold.and_then(|threshold| threshold.percentage),
        usage: data.product.as_ref().and_then(state::reading),
        event_id: event.id,
        at: event.created_at,
        kind: event.kind,
    })
}

fn line_of(data: &EventData) -> Option<&str> {
    let ordered = || data.order.as_ref()?.embedded.subscription.as_ref();
    match (&data.subscription, ordered()) {
        (Some(subscription), _) | (None, Some(subscription)) => Some(&subscription.id),
        (None, None) => data.product.as_ref()?.subscription(),
    }
}

/// Only words that decide alone: a plan that ended says nothing of the others on the line.
fn state_by(kind: &str) -> Option<EsimState> {
    match kind {
        "subscription.sim_profile.ready_for_installation" => Some(EsimState::Ready),
        "subscription.sim_profile.installed" => Some(EsimState::Downloaded),
        "subscription.terminated" | "subscription.canceled" => Some(EsimState::Terminated),
        "subscription.grace" | "subscription.suspended" | "subscription.deactivated" => {
            Some(EsimState::Suspended)
        }
        _ => None,
    }
}
