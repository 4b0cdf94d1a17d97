//! Failures on demand.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use super::super::stage::Fault;
use super::super::state::Sandbox;
use super::{Refusal, read};

/// `GET /_sandbox/faults`
pub async fn show(State(sandbox): State<Sandbox>) -> Json<Value> {
    Json(serde_json::to_value(&*sandbox.faults()).unwrap_or(Value::Null))
}

/// `POST /_sandbox/faults`
pub async fn add(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let fault: Fault = read(body)?;
    sandbox.faults().add(fault).map_err(Refusal::bad)?;
    Ok(show(State(sandbox)).await)
}

/// `DELETE /_sandbox/faults`
pub async fn clear(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.faults().clear();
    StatusCode::NO_CONTENT
}
