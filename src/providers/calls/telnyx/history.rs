//! What became of the legs of calls, by Telnyx's list of call events.
//!
//! Assumed: all of it. The list is in Telnyx's reference and not in the specification we have; `metadata` is the payload of
//! the webhook of the same name.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::progress;
use crate::providers::{
    ProviderError,
    calls::{CarriedCall, Progress},
    numbers::telnyx::wire::List,
    telnyx::{TelnyxTraffic, seconds_between},
};

/// Events of a page; no call of ours has more.
const PAGE_SIZE: &str = "250";

#[derive(Deserialize)]
struct CallEvent {
    call_leg_id: String,
    name: String,
    event_timestamp: DateTime<Utc>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    call_control_id: Option<String>,
    hangup_cause: Option<String>,
}

/// One leg, as far as events tell.
#[derive(Default)]
pub struct LegStory {
    pub leg_id: String,
    control_id: Option<String>,
    began_at: Option<DateTime<Utc>>,
    answered_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    cause: Option<String>,
}

impl LegStory {
    /// The leg, whether it is over or not.
    pub fn carried(self) -> CarriedCall {
        let is_answered = self.answered_at.is_some();
        let progress = match (&self.cause, self.ended_at) {
            (Some(cause), _) => progress(cause),
            (None, Some(_)) if is_answered => Progress::Completed,
            (None, Some(_)) => Progress::Failed,
            (None, None) if is_answered => Progress::InProgress,
            (None, None) => Progress::Ringing,
        };
        CarriedCall {
            progress: match progress {
                // Ended by a hang-up before it was answered.
                Progress::Completed if !is_answered => Progress::NoAnswer,
                progress => progress,
            },
            seconds: self
                .answered_at
                .zip(self.ended_at)
                .map_or(0, |(from, until)| seconds_between(from, until)),
            created_at: self.began_at,
            provider_id: self.control_id.unwrap_or(self.leg_id),
        }
    }

    /// The same once it is over.
    pub fn ended(self) -> Option<CarriedCall> {
        self.ended_at?;
        Some(self.carried())
    }
}

impl TelnyxTraffic {
    /// Legs, the one that began first before the others.
    pub(super) async fn history(&self, filter: &[(&str, &str)]) -> Result<Vec<LegStory>, ProviderError> {
        let mut query = filter.to_vec();
        query.push(("page[size]", PAGE_SIZE));
        let events: List<CallEvent> = self.read("call_events", "call_events", &query).await?;
        let mut legs: BTreeMap<String, LegStory> = BTreeMap::new();
        for event in events.data {
            let leg = legs.entry(event.call_leg_id.clone()).or_default();
            leg.leg_id = event.call_leg_id;
            leg.control_id = leg.control_id.take().or(event.metadata.call_control_id);
            let at = event.event_timestamp;
            leg.began_at = Some(leg.began_at.map_or(at, |known| known.min(at)));
            match event.name.as_str() {
                "call.answered" => leg.answered_at = Some(at),
                "call.hangup" => {
                    leg.ended_at = Some(at);
                    leg.cause = event.metadata.hangup_cause;
                }
                _ => {}
            }
        }
        let mut legs: Vec<_> = legs.into_values().collect();
        legs.sort_by_key(|leg| leg.began_at);
        Ok(legs)
    }
}
