//! Time travel: the sandbox's clock is the wall clock plus an offset, and goes on ticking.

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::{Refusal, read};

/// A hundred years; beyond it date arithmetic is not what a test is about.
const FARTHEST_MS: u64 = 100 * 366 * 86_400_000;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Move {
    Now(DateTime<Utc>),
    AdvanceSeconds(i64),
}

/// `GET /_sandbox/clock`
pub async fn show(State(sandbox): State<Sandbox>) -> Json<Value> {
    let (now, offset) = sandbox.read(|memory| (memory.now(), memory.clock_offset_ms));
    Json(json!({ "now": now, "offset_ms": offset }))
}

/// `POST /_sandbox/clock` with `{"now": …}` or `{"advance_seconds": …}`
pub async fn set(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let wanted: Move = read(body)?;
    let before = sandbox.read(|memory| memory.clock_offset_ms);
    let offset = match wanted {
        Move::Now(now) => (now - Utc::now()).num_milliseconds(),
        Move::AdvanceSeconds(seconds) => before.saturating_add(seconds.saturating_mul(1_000)),
    };
    if offset.unsigned_abs() > FARTHEST_MS {
        return Err(Refusal::bad("that is more than a hundred years away"));
    }
    sandbox
        .change(move |memory| memory.clock_offset_ms = offset)
        .await;
    Ok(show(State(sandbox)).await)
}
