//! Calls AI agents answer: ring a number, hang up after so many seconds, lose or repeat the reports.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::super::twilio::messages::Manner;
use super::super::vapi;
use super::{Refusal, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ring {
    from: String,
    to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HangUp {
    call: String,
    seconds: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    manner: Manner,
}

/// `POST /_sandbox/agents`: somebody rings a number connected to Vapi. The call, with what we answered.
pub async fn ring(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let ring: Ring = read(body)?;
    Ok(Json(json!(vapi::ring(&sandbox, &ring.from, &ring.to).await)))
}

/// `POST /_sandbox/agents/hang-up`
pub async fn hang_up(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wish: HangUp = read(body)?;
    match vapi::hang_up(&sandbox, &wish.call, wish.seconds).await {
        true => Ok(Json(json!({ "ended": wish.call }))),
        false => Err(Refusal::not_found("no such call goes on")),
    }
}

/// `POST /_sandbox/agents/reports`
pub async fn reports(
    State(sandbox): State<Sandbox>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let wish: Wish = read(body)?;
    vapi::report_as(&sandbox, wish.manner).await;
    Ok(Json(json!({})))
}
