//! Events on demand: again, in reverse, forged, or with a lie in them.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::flutterwave::{account::hash_of, events::charge_completed, outbox};
use super::super::state::Sandbox;
use super::{Refusal, read};

const MOST_REPEATS: u32 = 100;
const LONGEST_DELAY_MS: u64 = 30_000;

/// What to send: the events of all attempts to pay `tx_ref`, oldest first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    tx_ref: String,
    /// How often each event is sent.
    #[serde(default = "once")]
    repeat: u32,
    /// Newest first.
    #[serde(default)]
    reverse: bool,
    /// A wrong secret hash.
    #[serde(default)]
    forge: bool,
    /// Fields of `data` to overwrite: an honest signature over a lie, which only asking the vendor back reveals.
    #[serde(default)]
    claim: Map<String, Value>,
    #[serde(default)]
    delay_ms: u64,
}

fn once() -> u32 {
    1
}

/// `POST /_sandbox/webhooks/{provider}`; answers when all are sent, with the statuses received.
pub async fn send(
    State(sandbox): State<Sandbox>,
    Path(provider): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Refusal> {
    match provider.as_str() {
        "flutterwave" => {}
        "telnyx" => return super::telnyx::send_again(&sandbox, body).await,
        "twilio" => return super::messages::send_again(&sandbox, body).await,
        "1global" => return super::lines::send_again(&sandbox, body).await,
        _ => {
            return Err(Refusal::bad(format!(
                "the sandbox sends no webhooks of {provider}; it knows flutterwave, 1global, telnyx and twilio"
            )));
        }
    }
    let wish: Wish = read(body)?;
    if wish.repeat > MOST_REPEATS || wish.delay_ms > LONGEST_DELAY_MS {
        return Err(Refusal::bad(format!(
            "repeat must be at most {MOST_REPEATS} and delay_ms at most {LONGEST_DELAY_MS}"
        )));
    }
    let mut events = events_of(&sandbox, &wish)?;
    if wish.reverse {
        events.reverse();
    }
    let mut statuses = Vec::new();
    for (account, event) in events
        .iter()
        .flat_map(|event| (0..wish.repeat).map(move |_| event))
    {
        tokio::time::sleep(Duration::from_millis(wish.delay_ms)).await;
        let hash = match wish.forge {
            true => "forged".to_owned(),
            false => hash_of(&sandbox, account),
        };
        statuses.push(outbox::send(&sandbox, event, &hash).await);
    }
    Ok(Json(json!({ "sent": statuses.len(), "statuses": statuses })))
}

/// Events, each with the account it happened at.
fn events_of(sandbox: &Sandbox, wish: &Wish) -> Result<Vec<(String, Value)>, Refusal> {
    let mut events: Vec<(String, Value)> = sandbox.read(|memory| {
        memory
            .transactions
            .iter()
            .filter(|paid| paid.checkout.tx_ref == wish.tx_ref)
            .map(|paid| (paid.checkout.account.clone(), charge_completed(paid)))
            .collect()
    });
    if events.is_empty() && wish.forge {
        // A forger needs no payment to talk about.
        let event = json!({ "event": "charge.completed", "data": { "id": 999_999_999, "tx_ref": wish.tx_ref, "status": "successful" } });
        events.push((String::new(), event));
    }
    if events.is_empty() {
        return Err(Refusal::not_found(format!(
            "nobody has tried to pay {}",
            wish.tx_ref
        )));
    }
    for (_, event) in &mut events {
        for (name, value) in &wish.claim {
            event["data"][name] = value.clone();
        }
    }
    Ok(events)
}
