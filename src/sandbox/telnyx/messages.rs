//! Text messages: sent, shown, reported and brought to the numbers of the account.

use axum::Json;
use axum::extract::{Path, Query, State as Here};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::super::twilio::messages::Manner;
use super::answer::{Failure, Params};
use super::postman::{event, post, usual_url};

/// A message at Telnyx.
#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    pub id: String,
    pub from: String,
    pub to: String,
    pub text: String,
    pub webhook_url: Option<String>,
    pub is_inbound: bool,
    /// How it ended.
    pub status: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewMessage {
    from: String,
    to: String,
    text: String,
    messaging_profile_id: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    webhook_url: Option<String>,
    #[serde(rename = "use_profile_webhooks")]
    _use_profile_webhooks: Option<bool>,
}

/// `POST /messages`
pub async fn send(Here(sandbox): Here<Sandbox>, Json(body): Json<Value>) -> Result<Response, Failure> {
    let new: NewMessage = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    if new.text.is_empty() || new.kind.is_some_and(|kind| kind != "SMS") {
        return Err(Failure::bad("a message of text is what is carried here"));
    }
    let magic = Magic::of_number(&new.to);
    if !super::is_number(&new.to) || magic == Some(Magic::OutOfStock) {
        return Err(Failure::refused("40310", "Invalid 'to' address"));
    }
    let is_owned = sandbox.read(|memory| {
        let mut owned = memory.telnyx.numbers.values();
        owned.any(|number| number.phone_number == new.from)
    });
    if !is_owned || new.messaging_profile_id.is_none() {
        return Err(Failure::refused("40305", "Invalid 'from' address"));
    }
    let message = Message {
        id: uuid::Uuid::from_u128(rand::random::<u128>()).to_string(),
        from: new.from,
        to: new.to,
        text: new.text,
        webhook_url: new.webhook_url,
        is_inbound: false,
        status: match magic {
            Some(Magic::NeedsAddress) => "delivery_failed",
            _ => "delivered",
        }
        .to_owned(),
        created_at: DateTime::UNIX_EPOCH,
    };
    let usual = usual_url(&sandbox);
    let sent = sandbox
        .change(move |memory| {
            if magic == Some(Magic::RateLimited) && memory.refuse_by_rate(&format!("telnyx:{}", message.to)) {
                return None;
            }
            Some(carry(memory, message, &usual))
        })
        .await;
    sandbox.outbox_changed().notify_one();
    match sent {
        None => Ok(Outcome::RateLimited.into_response()),
        Some(message) => Ok(Magic::after_sale(
            magic,
            Json(json!({ "data": show(&message, "queued") })).into_response(),
        )),
    }
}

/// `GET /messages/{id}`
pub async fn fetch(Here(sandbox): Here<Sandbox>, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    sandbox
        .read(|memory| {
            let mut messages = memory.telnyx.messages.iter();
            let found = messages.find(|message| message.id == id)?;
            Some(Json(json!({ "data": show(found, &found.status) })))
        })
        .ok_or_else(Failure::not_found)
}

/// `GET /detail_records`, newest first: without the texts
pub async fn records(
    Here(sandbox): Here<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(
        query,
        &[
            "filter[record_type]",
            "filter[direction]",
            "filter[cli]",
            "filter[cld]",
            "sort[]",
            "page[number]",
            "page[size]",
        ],
    )?;
    if params.get("filter[record_type]") != Some("messaging") {
        return Err(Failure::bad("filter[record_type] must be messaging"));
    }
    let fits = |name: &str, value: &str| params.get(name).is_none_or(|wanted| wanted == value);
    let found: Vec<Value> = sandbox.read(|memory| {
        let newest = memory.telnyx.messages.iter().rev();
        newest
            .filter(|message| fits("filter[cli]", &message.from) && fits("filter[cld]", &message.to))
            .filter(|message| fits("filter[direction]", direction(message)))
            .map(|message| {
                json!({
                    "record_type": "messaging",
                    "uuid": message.id,
                    "cli": message.from,
                    "cld": message.to,
                    "direction": direction(message),
                    "status": message.status,
                    "created_at": message.created_at,
                })
            })
            .collect()
    });
    params.page(&found).map(Json)
}

fn carry(memory: &mut Memory, message: Message, usual: &str) -> Message {
    let message = Message {
        created_at: memory.now(),
        ..message
    };
    memory.telnyx.messages.push(message.clone());
    let url = message.webhook_url.clone().unwrap_or_else(|| usual.to_owned());
    let mut reports: Vec<_> = [
        ("message.sent", "sent"),
        ("message.finalized", message.status.as_str()),
    ]
    .map(|(name, status)| event(memory, name, &message.id, &url, show(&message, status)))
    .into();
    let times = match memory.message_reports {
        Manner::Usual => 1,
        Manner::Lost => 0,
        Manner::Reversed => {
            reports.reverse();
            1
        }
        Manner::Repeated => 3,
    };
    for report in reports {
        post(memory, report, times);
    }
    memory.bring(&message.from, &message.to, &message.text, usual);
    message
}

/// A message from anybody comes in for a number of the account; false when nobody here owns it.
pub fn bring(memory: &mut Memory, from: &str, to: &str, text: &str, url: &str) -> bool {
    let Some(number) = memory
        .telnyx
        .numbers
        .values()
        .find(|number| number.phone_number == to)
        .cloned()
    else {
        return false;
    };
    let message = Message {
        id: uuid::Uuid::from_u128(rand::random::<u128>()).to_string(),
        from: from.to_owned(),
        to: to.to_owned(),
        text: text.to_owned(),
        webhook_url: None,
        is_inbound: true,
        status: "received".into(),
        created_at: memory.now(),
    };
    if number.messaging_profile_id.is_some() {
        let report = event(
            memory,
            "message.received",
            &message.id,
            url,
            show(&message, "delivered"),
        );
        post(memory, report, 1);
    }
    memory.telnyx.messages.push(message);
    true
}

fn direction(message: &Message) -> &'static str {
    match message.is_inbound {
        true => "inbound",
        false => "outbound",
    }
}

fn show(message: &Message, status: &str) -> Value {
    let is_wide = !message.text.is_ascii();
    let units = message.text.encode_utf16().count();
    let parts = match (is_wide, units) {
        (false, 0..=160) | (true, 0..=70) => 1,
        (false, units) => units.div_ceil(153),
        (true, units) => units.div_ceil(67),
    };
    let errors = match status {
        "delivery_failed" => json!([{ "code": "40008", "title": "Undeliverable" }]),
        _ => json!([]),
    };
    json!({
        "record_type": "message",
        "direction": direction(message),
        "id": message.id,
        "type": "SMS",
        "messaging_profile_id": "4001876e-0000-4000-8000-000000000001",
        "organization_id": "b448f9cc-a842-4784-98e9-03c1a5872950",
        "from": { "phone_number": message.from, "carrier": "Sandbox", "line_type": "Wireless" },
        "to": [{ "phone_number": message.to, "status": status, "carrier": "Sandbox", "line_type": "Wireless" }],
        "cc": [],
        "text": message.text,
        "media": [],
        "webhook_url": message.webhook_url,
        "webhook_failover_url": null,
        "encoding": if is_wide { "UCS-2" } else { "GSM-7" },
        "parts": parts.min(10),
        "tags": [],
        "cost": null,
        "received_at": message.created_at,
        "sent_at": null,
        "completed_at": null,
        "valid_until": null,
        "errors": errors,
    })
}
