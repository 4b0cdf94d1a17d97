//! The strings behind the stage: what tests and the demo may see and move.

mod accounts;
mod agents;
mod calls;
mod clock;
mod esims;
mod faults;
mod inventory;
mod lines;
mod messages;
mod telnyx;
mod webhooks;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::state::Sandbox;

/// The routes below `/_sandbox`.
pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/calls", get(call_log).delete(forget_calls))
        .route("/clock", get(clock::show).post(clock::set))
        .route(
            "/faults",
            get(faults::show).post(faults::add).delete(faults::clear),
        )
        .route("/webhooks/{provider}", post(webhooks::send))
        .route("/accounts", post(accounts::open))
        .route("/agents", post(agents::ring))
        .route("/agents/hang-up", post(agents::hang_up))
        .route("/agents/reports", post(agents::reports))
        .route("/esims/{iccid}", post(esims::change))
        .route("/lines/{line}", post(lines::live))
        .route("/messages", post(messages::receive))
        .route("/messages/reports", post(messages::reports))
        .route("/phone", get(messages::phone).post(messages::dial))
        .route("/telnyx", post(telnyx::set))
        .route("/telnyx/orders", post(telnyx::carry_out))
        .route("/phone/call", post(calls::dial))
        .route("/phone/hang-up", post(calls::put_down))
        .route("/phone/agent", post(agents::dial))
        .route("/phone/agent/hang-up", post(agents::put_down))
        .route("/phone/agent/reports", post(agents::manner))
        .route("/rings", post(calls::ring))
        .route("/rings/hang-up", post(calls::hang_up))
        .route("/rings/reports", post(calls::reports))
        .route("/inventory", get(inventory::show))
}

/// A refusal: one sentence for the person at the keyboard.
pub struct Refusal(StatusCode, String);

impl Refusal {
    fn bad(sentence: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, sentence.into())
    }

    fn not_found(sentence: impl Into<String>) -> Self {
        Self(StatusCode::NOT_FOUND, sentence.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

/// Reads a body; what does not fit is refused with serde's own sentence.
fn read<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Refusal> {
    serde_json::from_value(body).map_err(|error| Refusal::bad(error.to_string()))
}

async fn call_log(State(sandbox): State<Sandbox>) -> Response {
    let log = serde_json::to_value(&*sandbox.calls()).unwrap_or(Value::Null);
    Json(log).into_response()
}

async fn forget_calls(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.calls().reset();
    StatusCode::NO_CONTENT
}
