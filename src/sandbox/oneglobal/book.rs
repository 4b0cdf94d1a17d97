//! What 1GLOBAL must not forget.

use std::collections::BTreeMap;

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::telna::catalogue::{self, Validity};

/// Everything of 1GLOBAL in the state file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Book {
    /// When each token ends.
    pub tokens: BTreeMap<String, DateTime<Utc>>,
    /// Beside the one of the settings.
    pub accounts: Vec<Value>,
    pub subscribers: Vec<Subscriber>,
    pub orders: Vec<Order>,
    pub subscriptions: Vec<Subscription>,
    /// Answers by idempotency key.
    pub answers: BTreeMap<String, Answered>,
    /// Events by the line they are about, oldest first.
    pub events: Vec<(String, Value)>,
}

/// A person with lines.
#[derive(Clone, Serialize, Deserialize)]
pub struct Subscriber {
    pub id: String,
    pub account_id: String,
    /// As it was sent.
    pub given: Value,
    pub created_at: DateTime<Utc>,
}

/// An order that was accepted and carried out.
#[derive(Clone, Serialize, Deserialize)]
pub struct Order {
    pub id: String,
    pub kind: String,
    pub subscription: String,
    pub created_at: DateTime<Utc>,
    /// Somebody has looked at it since: it is shown as completed from then on.
    pub is_seen: bool,
}

/// A line.
#[derive(Clone, Serialize, Deserialize)]
pub struct Subscription {
    pub id: String,
    pub subscriber: String,
    pub account_id: String,
    pub status: String,
    pub sim_id: String,
    pub iccid: String,
    pub matching_id: String,
    pub profile_status: String,
    pub country: Option<String>,
    pub products: Vec<Product>,
    pub created_at: DateTime<Utc>,
}

/// A plan on a line. Its clock starts when it is first used.
#[derive(Clone, Serialize, Deserialize)]
pub struct Product {
    pub id: String,
    /// The plan's number in the catalogue.
    pub offering: u64,
    pub used_bytes: u64,
    /// `terminated` or `canceled`, once it was ended.
    pub ended: Option<String>,
    pub created_at: DateTime<Utc>,
    pub started_at: Option<DateTime<Utc>>,
}

/// What was answered to a key.
#[derive(Clone, Serialize, Deserialize)]
pub struct Answered {
    /// Path and body of the request.
    pub request: String,
    pub status: u16,
    pub body: Value,
}

impl Book {
    /// A line by its id or its ICCID.
    pub fn line(&mut self, id: &str) -> Option<&mut Subscription> {
        self.subscriptions
            .iter_mut()
            .find(|line| line.id == id || line.iccid == id)
    }
}

impl Product {
    /// Bytes the plan gives; unlimited plans are not sold here.
    pub fn allowance(&self) -> u64 {
        catalogue::find(self.offering)
            .and_then(|plan| plan.data_bytes)
            .unwrap_or_default()
    }

    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        let from = self.started_at?;
        match catalogue::find(self.offering)?.validity {
            Validity::Days(days) => from.checked_add_signed(TimeDelta::days(days.into())),
            Validity::Months(months) => from.checked_add_months(Months::new(months)),
        }
    }

    pub fn status(&self, now: DateTime<Utc>) -> &str {
        match (&self.ended, self.started_at) {
            (Some(ended), _) => ended,
            (None, None) => "acquired",
            (None, Some(_)) if self.ends_at().is_some_and(|at| at <= now) => "expired",
            (None, Some(_)) if self.used_bytes >= self.allowance() => "depleted",
            (None, Some(_)) => "active",
        }
    }
}

/// An id of 1GLOBAL: a prefix and a ULID (time, then chance, in Crockford's base 32).
pub fn new_id(prefix: &str, now: DateTime<Utc>) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = u128::try_from(now.timestamp_millis()).unwrap_or_default() << 80;
    let mut rest = time | (rand::random::<u128>() >> 48);
    let mut text = [b'0'; 26];
    for digit in text.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(rest % 32).unwrap_or_default()];
        rest /= 32;
    }
    format!("{prefix}_{}", String::from_utf8_lossy(&text))
}

/// A time as 1GLOBAL writes it.
pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}
