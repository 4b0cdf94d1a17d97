//! How Telnyx carries out the orders to come.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::Value;

use super::super::state::Sandbox;
use super::{Refusal, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    /// So many looks find a new order still pending.
    #[serde(default)]
    pending_looks: u32,
    /// New orders end in failure.
    #[serde(default)]
    fail: bool,
}

/// `POST /_sandbox/telnyx`
pub async fn set(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let wanted: Change = read(body)?;
    sandbox
        .change(move |memory| {
            memory.telnyx.pending_looks = wanted.pending_looks;
            memory.telnyx.fails = wanted.fail;
        })
        .await;
    Ok(Json(Value::Object(serde_json::Map::new())))
}
