//! Vendors that carry telephone calls.

pub mod telnyx;
pub mod twilio;
mod twiml;
mod wire;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ProviderError, payments::WebhookError};
use crate::shared::{money::Money, number::NumberType, place::CountryCode};

/// A call to begin: the owner's phone is rung, and whoever answers is asked about at our own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ring<'a> {
    /// A number of ours, E.164.
    pub from: &'a str,
    pub to: &'a str,
    /// Our reference; what the vendor asks and reports carries it.
    pub reference: &'a str,
    /// The vendor ends the first leg by then, whatever we do.
    pub limit_seconds: u32,
    pub ring_seconds: u32,
}

/// How far a leg came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    Queued,
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
}

impl Progress {
    /// True once nothing more happens to it.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Ringing | Self::InProgress)
    }
}

/// A leg at the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedCall {
    pub provider_id: String,
    pub progress: Progress,
    /// From answer to end.
    pub seconds: u32,
    pub created_at: Option<DateTime<Utc>>,
}

/// What a minute to numbers that begin so costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinuteCost {
    /// Digits without a plus.
    pub prefixes: Vec<String>,
    /// Digits the caller's number begins with; empty for every caller.
    pub origins: Vec<String>,
    pub minute: Money,
}

/// What calls to a country, and to numbers of it, cost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallCosts {
    pub outbound: Vec<MinuteCost>,
    /// A minute that comes in, by the kind of number.
    pub inbound: Vec<(NumberType, Money)>,
}

impl CallCosts {
    /// A minute to this number from that one: of the longest prefix that fits the dearest, since nobody knows the phone.
    pub fn minute(&self, to: &str, from: &str) -> Option<Money> {
        let (to, from) = (to.trim_start_matches('+'), from.trim_start_matches('+'));
        self.outbound
            .iter()
            .filter(|cost| {
                cost.origins.is_empty() || cost.origins.iter().any(|origin| from.starts_with(origin))
            })
            .filter_map(|cost| {
                let fits = |prefix: &&String| to.starts_with(prefix.as_str());
                let length = cost.prefixes.iter().filter(fits).map(String::len).max()?;
                Some((length, cost.minute))
            })
            .max_by_key(|(length, minute)| (*length, minute.micros()))
            .map(|(_, minute)| minute)
    }

    /// A minute that comes in for a number of this kind; `None` where it costs nothing.
    pub fn inbound(&self, kind: NumberType) -> Option<Money> {
        self.inbound
            .iter()
            .find(|(known, minute)| *known == kind && minute.is_positive())
            .map(|(_, minute)| *minute)
    }
}

/// What the vendor asks us while a call goes on, and waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceAsk {
    /// Somebody rings a number of ours.
    Incoming {
        provider_id: String,
        from: String,
        to: String,
    },
    /// The owner's phone was answered.
    Answered { reference: String, provider_id: String },
    /// The second leg is over, or never came about.
    Joined {
        reference: String,
        leg: Option<String>,
        progress: Progress,
        seconds: u32,
    },
    /// A message was left.
    Recorded {
        reference: String,
        recording: String,
        seconds: u32,
    },
}

/// A call that waits for an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub provider_id: String,
    pub is_answered: bool,
}

/// What the vendor reports about a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallReport {
    /// Ours, where the call carries it.
    pub reference: Option<String>,
    pub provider_id: String,
    pub progress: Progress,
}

/// What a call does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step<'a> {
    Say(&'a str),
    /// Rings `to` and joins it, at most so long; the outcome is asked about.
    Join {
        to: &'a str,
        caller: &'a str,
        ring_seconds: u32,
        limit_seconds: u32,
    },
    /// Records what is said; the recording is told about.
    Record {
        most_seconds: u32,
    },
    /// Not answered at all: costs nobody anything.
    Reject,
    HangUp,
}

/// Who carries telephone calls.
#[async_trait]
pub trait CallProvider: Send + Sync {
    /// The vendor's word in our tables: `twilio`.
    fn name(&self) -> &'static str;

    /// What minutes of a country cost. Empty where the vendor does not call.
    async fn call_costs(&self, country: CountryCode) -> Result<CallCosts, ProviderError>;

    /// Rings. Never repeats itself after an unknown outcome.
    async fn ring(&self, ring: &Ring<'_>) -> Result<CarriedCall, ProviderError>;

    /// One leg as it stands.
    async fn call(&self, provider_id: &str) -> Result<CarriedCall, ProviderError>;

    /// Legs joined to this one, oldest first.
    async fn legs(&self, provider_id: &str) -> Result<Vec<CarriedCall>, ProviderError>;

    /// Calls between these two since then, oldest first: what may have become of one without an answer.
    async fn find_calls(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedCall>, ProviderError>;

    /// Says a sentence and ends the call.
    async fn cut_off(&self, provider_id: &str, words: &str) -> Result<(), ProviderError>;

    /// The sound of a recording, MP3.
    async fn recording(&self, id: &str) -> Result<Vec<u8>, ProviderError>;

    /// What the vendor is to do, in its language. `reference` comes back with what it asks next.
    fn script(&self, reference: &str, steps: &[Step<'_>]) -> String;

    /// For vendors that take orders and no answers: has the call do the first of a script; the vendor tells when the rest is
    /// due. The same key again does nothing more. Others follow scripts by themselves.
    async fn perform(&self, _leg: &Standing, _script: &str, _key: &str) -> Result<(), ProviderError> {
        Ok(())
    }

    /// Reads a question after proving that it comes from the vendor. `step` is the last part of our own address, `query` its
    /// query, as they were asked for.
    fn read_question(
        &self,
        step: &str,
        query: Option<&str>,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
    ) -> Result<VoiceAsk, WebhookError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_decides_and_the_dearest_of_it() {
        let usd = "USD".parse().unwrap();
        let cost = |prefixes: &[&str], origins: &[&str], micros| MinuteCost {
            prefixes: prefixes.iter().map(|text| (*text).to_owned()).collect(),
            origins: origins.iter().map(|text| (*text).to_owned()).collect(),
            minute: Money::from_micros(micros, usd),
        };
        let costs = CallCosts {
            outbound: vec![
                cost(&["1"], &[], 14_000),
                cost(&["1907", "1808"], &[], 90_000),
                cost(&["33"], &[], 20_000),
                cost(&["33"], &[], 40_000),
                cost(&["336"], &["33"], 10_000),
            ],
            inbound: vec![(NumberType::Local, Money::zero(usd))],
        };
        let micros = |to, from| costs.minute(to, from).map(Money::micros);
        assert_eq!(micros("+14155550123", "+14155550100"), Some(14_000));
        assert_eq!(micros("+19075550123", "+14155550100"), Some(90_000));
        assert_eq!(micros("+33612345678", "+14155550100"), Some(40_000));
        assert_eq!(micros("+33612345678", "+33123456789"), Some(10_000));
        assert_eq!(micros("+442071234567", "+1415"), None);
        assert_eq!(costs.inbound(NumberType::Local), None);
    }
}
