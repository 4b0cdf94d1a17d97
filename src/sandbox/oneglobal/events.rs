//! Events: remembered with what they are about, and put into the outbox.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::super::memory::Memory;
use super::book::{new_id, time};
use super::subscriptions;

/// How many are remembered for sending again.
const REMEMBERED: usize = 5_000;

/// Something happened to a line at that time.
pub fn tell(memory: &mut Memory, line: &str, kind: &str, at: DateTime<Utc>, data: Value) {
    let event = json!({ "id": new_id("evt", at), "type": kind, "created_at": time(at), "data": data });
    let events = &mut memory.oneglobal.events;
    if events.len() == REMEMBERED {
        events.remove(0);
    }
    events.push((line.to_owned(), event.clone()));
    memory.post_of("1global", event);
}

/// About the line itself.
pub fn of_line(memory: &mut Memory, line: &str, kind: &str, at: DateTime<Utc>) {
    if let Some(found) = memory.oneglobal.line(line) {
        let mut data = json!({ "subscription": subscriptions::show(found) });
        // Assumed: the country stands beside the subscription; this event's data were not transcribed.
        if let (true, Some(country)) = (kind.ends_with("country_changed"), &found.country) {
            data["country"] = json!(country);
        }
        let id = found.id.clone();
        tell(memory, &id, kind, at, data);
    }
}

/// About a plan on it, with the threshold it passed.
pub fn of_product(
    memory: &mut Memory,
    line: &str,
    product: &str,
    kind: &str,
    at: DateTime<Utc>,
    percentage: Option<u8>,
) {
    let now = memory.now();
    let Some(found) = memory.oneglobal.line(line) else {
        return;
    };
    let id = found.id.clone();
    let shown = found
        .products
        .iter()
        .find(|known| known.id == product)
        .map(|known| subscriptions::show_product(found, known, now));
    let Some(shown) = shown else {
        return;
    };
    let mut data = json!({ "product": shown });
    if let Some(percentage) = percentage {
        data["threshold"] = json!({ "allowance_type": "data", "percentage": percentage });
    }
    tell(memory, &id, kind, at, data);
}
