//! The API of calls: dialled, commanded, shown, and the list of what happened to them.

use axum::Json;
use axum::extract::{Path, Query, State as Here};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::{Failure, Params};
use super::exchange::{self, Command};

/// A leg of a call at Telnyx.
#[derive(Clone, Serialize, Deserialize)]
pub struct Leg {
    /// The call control id.
    pub sid: String,
    pub leg_id: String,
    pub session_id: String,
    /// The one it was joined to.
    pub parent: Option<String>,
    pub from: String,
    pub to: String,
    pub direction: String,
    /// `ringing`, `in-progress`, `completed`.
    pub status: String,
    pub cause: Option<String>,
    pub client_state: String,
    pub url: String,
    pub limit: Option<u32>,
    pub seconds: u32,
    pub created_at: DateTime<Utc>,
    pub answered_at: Option<DateTime<Utc>>,
    /// It goes on when the one joined to it ends.
    pub parks: bool,
    pub is_recording: bool,
    pub recorded_seconds: Option<u32>,
    /// The same call as it comes in at another number that was sold.
    #[serde(default)]
    pub other_end: Option<String>,
    /// What was said to it.
    pub said: Vec<String>,
}

impl Leg {
    pub fn is_live(&self) -> bool {
        self.cause.is_none()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dial {
    pub to: String,
    pub from: String,
    pub connection_id: String,
    #[serde(rename = "timeout_secs")]
    pub _timeout_secs: Option<u32>,
    pub time_limit_secs: Option<u32>,
    #[serde(default)]
    pub client_state: String,
    pub command_id: Option<String>,
    pub webhook_url: Option<String>,
}

/// `POST /calls`
pub async fn dial(Here(sandbox): Here<Sandbox>, Json(body): Json<Value>) -> Result<Response, Failure> {
    let wanted: Dial = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    if wanted.connection_id.is_empty() {
        return Err(Failure::bad("connection_id is missing"));
    }
    if !super::is_number(&wanted.to) {
        return Err(Failure::refused("10016", "Phone number must be in +E164 format"));
    }
    if wanted
        .time_limit_secs
        .is_some_and(|limit| !(30..=14_400).contains(&limit))
    {
        return Err(Failure::bad("time_limit_secs must be between 30 and 14400"));
    }
    let is_owned = sandbox.read(|memory| {
        let mut owned = memory.telnyx.numbers.values();
        owned.any(|number| number.phone_number == wanted.from)
    });
    if !is_owned {
        return Err(Failure::refused(
            "10015",
            "The source phone number is not one of yours",
        ));
    }
    let magic = Magic::of_number(&wanted.to);
    let leg = exchange::dial(&sandbox, wanted, magic).await;
    match leg {
        None => Ok(Outcome::RateLimited.into_response()),
        Some(leg) => Ok(Magic::after_sale(
            magic,
            Json(json!({ "data": show(&leg) })).into_response(),
        )),
    }
}

/// `POST /calls/{call_control_id}/actions/{action}`
pub async fn act(
    Here(sandbox): Here<Sandbox>,
    Path((sid, action)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    let command = Command::read(&action, body)?;
    let leg = find(&sandbox, &sid).ok_or_else(Failure::not_found)?;
    if !leg.is_live() {
        return Err(Failure::refused("90018", "Call has already ended"));
    }
    if leg.answered_at.is_none() && command.needs_an_answered_call() {
        return Err(Failure::refused("90034", "Call has not been answered yet"));
    }
    exchange::obey(&sandbox, &sid, command).await;
    Ok(Json(json!({ "data": { "result": "ok" } })))
}

/// `GET /calls/{call_control_id}`
pub async fn fetch(Here(sandbox): Here<Sandbox>, Path(sid): Path<String>) -> Result<Json<Value>, Failure> {
    let leg = find(&sandbox, &sid).ok_or_else(Failure::not_found)?;
    Ok(Json(json!({ "data": show(&leg) })))
}

/// `GET /call_events`, oldest first
pub async fn events(
    Here(sandbox): Here<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(
        query,
        &[
            "filter[application_session_id]",
            "filter[from]",
            "filter[to]",
            "page[number]",
            "page[size]",
        ],
    )?;
    let fits = |name: &str, event: &Value, field: &str| {
        params
            .get(name)
            .is_none_or(|wanted| event["metadata"][field] == wanted)
    };
    let found: Vec<Value> = sandbox.read(|memory| {
        let all = memory.telnyx.events.iter();
        all.filter(|event| {
            fits("filter[application_session_id]", event, "call_session_id")
                && fits("filter[from]", event, "from")
                && fits("filter[to]", event, "to")
        })
        .cloned()
        .collect()
    });
    params.page(&found).map(Json)
}

/// `GET /recordings`
pub async fn recordings(
    Here(sandbox): Here<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, &["filter[call_leg_id]", "page[number]", "page[size]"])?;
    let base = sandbox.settings().public_url.trim_end_matches('/').to_owned();
    let found: Vec<Value> = sandbox.read(|memory| {
        let all = memory.telnyx.calls.iter();
        all.filter(|leg| leg.recorded_seconds.is_some())
            .filter(|leg| {
                params
                    .get("filter[call_leg_id]")
                    .is_none_or(|wanted| leg.leg_id == wanted)
            })
            .map(|leg| {
                json!({
                    "record_type": "recording",
                    "id": leg.leg_id,
                    "call_leg_id": leg.leg_id,
                    "channels": "single",
                    "download_urls": { "mp3": format!("{base}/telnyx/v2/sounds/{}.mp3", leg.leg_id) },
                })
            })
            .collect()
    });
    params.page(&found).map(Json)
}

/// `GET /sounds/{id}.mp3`, which needs no key: a moment of silence.
pub async fn sound(Path(_id): Path<String>) -> Response {
    ([(header::CONTENT_TYPE, "audio/mpeg")], SILENCE).into_response()
}

/// An MPEG frame of silence, without its data.
const SILENCE: &[u8] = b"\xff\xf3\x18\xc4\0\0\0\x03H\0\0\0\0LAME";

fn find(sandbox: &Sandbox, sid: &str) -> Option<Leg> {
    sandbox.read(|memory| memory.telnyx.calls.iter().find(|leg| leg.sid == sid).cloned())
}

fn show(leg: &Leg) -> Value {
    let mut shown = json!({
        "record_type": "call",
        "call_control_id": leg.sid,
        "call_leg_id": leg.leg_id,
        "call_session_id": leg.session_id,
        "is_alive": leg.is_live(),
        "client_state": leg.client_state,
        "start_time": leg.created_at,
    });
    if !leg.is_live() {
        shown["call_duration"] = json!(leg.seconds);
    }
    shown
}
