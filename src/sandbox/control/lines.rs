//! The life of a line at 1GLOBAL, and its events again: repeated, in reverse, or forged.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::flutterwave::outbox;
use super::super::oneglobal::usage::{self, Life};
use super::super::state::Sandbox;
use super::{Refusal, read};

const MOST_REPEATS: u32 = 100;
const LONGEST_DELAY_MS: u64 = 30_000;

/// `POST /_sandbox/lines/{line}`, by the vendor's id or the ICCID.
pub async fn live(
    State(sandbox): State<Sandbox>,
    Path(line): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    let life: Life = read(body)?;
    let lived = sandbox.change(move |memory| usage::live(memory, &line, &life));
    let shown = lived.await.map_err(Refusal::bad)?;
    sandbox.outbox_changed().notify_one();
    Ok(Json(shown))
}

/// What to send: the events of a line, oldest first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    line: String,
    /// Only events of this type.
    kind: Option<String>,
    /// How often each event is sent.
    #[serde(default = "once")]
    repeat: u32,
    /// Newest first.
    #[serde(default)]
    reverse: bool,
    /// A wrong password.
    #[serde(default)]
    forge: bool,
    #[serde(default)]
    delay_ms: u64,
}

fn once() -> u32 {
    1
}

/// `POST /_sandbox/webhooks/1global`; answers when all are sent, with the statuses received.
pub async fn send_again(sandbox: &Sandbox, body: Value) -> Result<Json<Value>, Refusal> {
    let wish: Wish = read(body)?;
    if wish.repeat > MOST_REPEATS || wish.delay_ms > LONGEST_DELAY_MS {
        return Err(Refusal::bad(format!(
            "repeat must be at most {MOST_REPEATS} and delay_ms at most {LONGEST_DELAY_MS}"
        )));
    }
    let mut events: Vec<Value> = sandbox.read(|memory| {
        let lines = memory.oneglobal.subscriptions.iter();
        let ids: Vec<&String> = lines
            .filter(|line| line.id == wish.line || line.iccid == wish.line)
            .map(|line| &line.id)
            .collect();
        let events = memory.oneglobal.events.iter();
        events
            .filter(|(line, _)| ids.contains(&line))
            .filter(|(_, event)| wish.kind.as_ref().is_none_or(|kind| event["type"] == *kind))
            .map(|(_, event)| event.clone())
            .collect()
    });
    if events.is_empty() {
        return Err(Refusal::not_found(format!("nothing happened to {}", wish.line)));
    }
    if wish.reverse {
        events.reverse();
    }
    let mut statuses = Vec::new();
    for event in events
        .iter()
        .flat_map(|event| (0..wish.repeat).map(move |_| event))
    {
        tokio::time::sleep(Duration::from_millis(wish.delay_ms)).await;
        statuses.push(outbox::send_basic(sandbox, event, wish.forge).await);
    }
    Ok(Json(json!({ "sent": statuses.len(), "statuses": statuses })))
}
