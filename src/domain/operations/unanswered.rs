//! The case of a message or a call whose carrier never says what became of it.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{case::Found, hints};
use crate::domain::scope::{Scope, System};

/// So long after it was asked for, somebody is told.
pub const AFTER: TimeDelta = TimeDelta::minutes(30);

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    Message,
    Call,
}

impl Traffic {
    /// The kind of its case.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Message => "message_unknown",
            Self::Call => "call_unknown",
        }
    }
}

/// What an operator reads, and what the verb needs. The peer is not named: whoever settles it needs the time and our number.
pub fn unanswered(
    system: &System,
    what: Traffic,
    id: String,
    provider: &str,
    from: &str,
    asked_at: DateTime<Utc>,
) -> Found {
    let (thing, done) = match what {
        Traffic::Message => ("message", "sent"),
        Traffic::Call => ("call", "put through"),
    };
    let summary = format!(
        "{provider} does not say whether the {thing} from {from} of {at} was {done}. Its price is set aside and not charged. {hint} \
         It is looked for every five minutes and settles by itself as soon as the provider answers; if it never does: settle \
         it here, with a reason.",
        at = asked_at.format("%Y-%m-%d %H:%M UTC"),
        hint = hints::traffic(provider, from),
    );
    Found {
        reseller: Some(system.reseller()),
        kind: what.kind().into(),
        details: json!({ "provider": provider, "reference": from, "asked_at": asked_at }),
        reference: id,
        provider: Some(provider.to_owned()),
        summary,
    }
}
