//! Posts an event as Telnyx does: JSON, signed with its Ed25519 key over the time and the raw body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::memory::Memory;
use super::super::state::Sandbox;

/// The sandbox's own key; its public half stands in the product's settings for the sandbox.
const KEY: [u8; 32] = [7; 32];
const STRANGERS_KEY: [u8; 32] = [8; 32];

/// An event and where it goes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Report {
    pub url: String,
    /// Id of the message or of the call.
    pub about: String,
    pub event: Value,
}

/// How an event is sent on demand.
#[derive(Clone, Copy, Default)]
pub struct Manner {
    /// Signed with somebody else's key.
    pub is_forged: bool,
    /// Signed so many seconds ago.
    pub age_seconds: i64,
}

/// An event of now; the caller says where it goes.
pub fn event(memory: &Memory, event_type: &str, about: &str, url: &str, payload: Value) -> Report {
    let id = uuid::Uuid::from_u128(rand::random::<u128>()).to_string();
    Report {
        url: url.to_owned(),
        about: about.to_owned(),
        event: json!({
            "data": {
                "record_type": "event",
                "event_type": event_type,
                "id": id,
                "occurred_at": memory.now(),
                "payload": payload,
            },
            "meta": { "attempt": 1, "delivered_to": url },
        }),
    }
}

/// Remembers an event and puts it into the outbox so many times.
pub fn post(memory: &mut Memory, report: Report, times: usize) {
    for _ in 0..times {
        memory.post_of("telnyx", json!(report));
    }
    memory.telnyx.reports.push(report);
}

/// Sends one; the answer's status, or `None` when there was no answer.
pub async fn send(sandbox: &Sandbox, report: &Report, manner: Manner) -> Option<u16> {
    let at = sandbox.read(Memory::now) - TimeDelta::seconds(manner.age_seconds);
    let (timestamp, body) = (at.timestamp().to_string(), report.event.to_string());
    let key = if manner.is_forged { STRANGERS_KEY } else { KEY };
    let signature = SigningKey::from_bytes(&key).sign(format!("{timestamp}|{body}").as_bytes());
    let request = sandbox
        .http()
        .post(&report.url)
        .header("content-type", "application/json")
        .header("telnyx-timestamp", timestamp)
        .header("telnyx-signature-ed25519", STANDARD.encode(signature.to_bytes()))
        .body(body);
    match request.send().await {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(error) => {
            tracing::warn!(%error, "an event of the sandbox's Telnyx found nobody");
            None
        }
    }
}

/// Where the profile and the connection of our customer send their events.
pub fn usual_url(sandbox: &Sandbox) -> String {
    let base = sandbox.settings().webhook_url.trim_end_matches('/');
    format!("{base}/webhooks/telnyx")
}
