//! How Telnyx carries out the orders to come, and its events again.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::super::telnyx::{orders, postman};
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

/// `POST /_sandbox/telnyx/orders`: every pending order is carried out now, and told about.
pub async fn carry_out(State(sandbox): State<Sandbox>) -> Json<Value> {
    orders::carry_out(&sandbox).await;
    Json(json!({ "carried_out": true }))
}

const MOST_REPEATS: u32 = 100;

/// Which events to send again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Again {
    /// Id of a message, of a call or of an order.
    about: String,
    #[serde(default = "once")]
    repeat: u32,
    /// The last one first.
    #[serde(default)]
    reverse: bool,
    /// Signed with another key.
    #[serde(default)]
    forge: bool,
    /// Signed so many seconds ago.
    #[serde(default)]
    age_seconds: i64,
}

fn once() -> u32 {
    1
}

/// `POST /_sandbox/webhooks/telnyx`; answers when all are sent, with the statuses received.
pub async fn send_again(sandbox: &Sandbox, body: Value) -> Result<Json<Value>, Refusal> {
    let wish: Again = read(body)?;
    if wish.repeat > MOST_REPEATS {
        return Err(Refusal::bad(format!("repeat must be at most {MOST_REPEATS}")));
    }
    let mut found: Vec<postman::Report> = sandbox.read(|memory| {
        let all = memory.telnyx.reports.iter();
        all.filter(|report| report.about == wish.about).cloned().collect()
    });
    if found.is_empty() {
        return Err(Refusal::not_found(format!("nothing happened to {}", wish.about)));
    }
    if wish.reverse {
        found.reverse();
    }
    let manner = postman::Manner {
        is_forged: wish.forge,
        age_seconds: wish.age_seconds,
    };
    let mut statuses = Vec::new();
    for report in found
        .iter()
        .flat_map(|report| (0..wish.repeat).map(move |_| report))
    {
        statuses.push(postman::send(sandbox, report, manner).await);
    }
    Ok(Json(json!({ "sent": statuses.len(), "statuses": statuses })))
}
