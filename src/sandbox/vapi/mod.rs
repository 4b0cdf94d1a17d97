//! Vapi: calls AI agents answer. It asks who is to talk, reports the end, and knows every call it had.

mod message;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{memory::Memory, state::Sandbox, twilio::messages::Manner};

/// The key it accepts, and the secret its messages come with.
const KEY: &str = "sandbox-vapi-key";

/// What must not be forgotten.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Book {
    /// Oldest first.
    pub calls: Vec<Call>,
    pub reports: Manner,
}

/// A call.
#[derive(Clone, Serialize, Deserialize)]
pub struct Call {
    pub id: String,
    pub from: String,
    pub to: String,
    /// What we were answered.
    pub answer: Value,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub seconds: u32,
}

impl Call {
    /// As Vapi shows it.
    fn show(&self) -> Value {
        let ended = self.ended_at.map(at);
        let refused = self.answer["error"].is_string();
        let started = (!refused).then(|| at(self.started_at()));
        let mut shown = json!({
            "id": self.id, "orgId": "6f1b3b5e-0d55-4a8c-9d6e-3f3a6a0a1c01", "type": "inboundPhoneCall",
            "status": if ended.is_some() { "ended" } else { "in-progress" },
            "createdAt": at(self.created_at), "updatedAt": at(self.created_at),
            "customer": { "number": self.from },
            "phoneNumber": { "twilioPhoneNumber": self.to, "twilioAccountSid": "AC00000000000000000000000000000000" },
        });
        for (name, value) in [("startedAt", started), ("endedAt", ended)] {
            if let Some(value) = value {
                shown[name] = value.into();
            }
        }
        shown
    }

    fn started_at(&self) -> DateTime<Utc> {
        match self.ended_at {
            Some(ended) => ended - TimeDelta::seconds(i64::from(self.seconds)),
            None => self.created_at,
        }
    }
}

fn at(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// The routes below `/vapi`.
pub fn routes() -> Router<Sandbox> {
    Router::new().route("/call/{id}", get(show))
}

async fn show(State(sandbox): State<Sandbox>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let given = headers.get("authorization").and_then(|value| value.to_str().ok());
    if given != Some(&format!("Bearer {KEY}")) {
        let body = json!({ "message": "Invalid Key.", "error": "Unauthorized", "statusCode": 401 });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    match sandbox.read(|memory| {
        memory
            .vapi
            .calls
            .iter()
            .find(|call| call.id == id)
            .map(Call::show)
    }) {
        Some(call) => Json(call).into_response(),
        None => {
            let body = json!({ "message": "Couldn't get call.", "error": "Not Found", "statusCode": 404 });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}

/// Somebody rings: asks who is to talk, unless the number has an assistant of its own here. The call with the answer; a
/// refused one is over.
pub async fn ring(sandbox: &Sandbox, from: &str, to: &str, own: Option<&str>) -> Call {
    let mut call = Call {
        id: uuid::Uuid::new_v4().to_string(),
        from: from.to_owned(),
        to: to.to_owned(),
        answer: Value::Null,
        created_at: sandbox.read(Memory::now),
        ended_at: None,
        seconds: 0,
    };
    call.answer = match own {
        Some(assistant) => json!({ "assistantId": assistant }),
        None => message::asked(sandbox, &call)
            .await
            .unwrap_or_else(|| json!({ "error": "" })),
    };
    if call.answer["assistantId"].is_null() {
        call.ended_at = Some(call.created_at);
    }
    let kept = call.clone();
    sandbox.change(move |memory| memory.vapi.calls.push(kept)).await;
    call
}

/// Somebody hangs up after so many seconds, at most what we allowed; reported as it was set. False when there is no such call.
pub async fn hang_up(sandbox: &Sandbox, id: &str, seconds: u32) -> bool {
    let (now, id) = (sandbox.read(Memory::now), id.to_owned());
    let ended = sandbox
        .change(move |memory| {
            let manner = memory.vapi.reports;
            let call = memory
                .vapi
                .calls
                .iter_mut()
                .find(|call| call.id == id && call.ended_at.is_none())?;
            let most = call.answer["assistantOverrides"]["maxDurationSeconds"].as_u64();
            let most = most.and_then(|most| u32::try_from(most).ok()).unwrap_or(seconds);
            call.seconds = seconds.min(most);
            call.ended_at = Some(now);
            Some((call.clone(), manner))
        })
        .await;
    let Some((call, manner)) = ended else { return false };
    message::ended(sandbox, &call, manner).await;
    true
}

/// How reports come from now on.
pub async fn report_as(sandbox: &Sandbox, manner: Manner) {
    sandbox.change(move |memory| memory.vapi.reports = manner).await;
}
