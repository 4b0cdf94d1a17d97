//! Vendors of lines: an eSIM that stays with one person, whose plan changes, whose service can be stopped and whose
//! use is counted.
//!
//! A trait beside [`EsimProvider`](super::esims::EsimProvider), which sells a plan once and looks at what was sold:
//! whoever reads about lines needs these eight verbs and none of the catalogue, and a vendor may have one without
//! the other.

pub mod oneglobal;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ProviderError, Refusal, esims::ActivationCode};
use crate::shared::{esim::EsimState, place::CountryCode};

pub use super::payments::WebhookError;

/// The key of a wish, and whether it was asked before.
///
/// A wish keeps its key until its outcome is known; the next wish has another key, also for the same line and verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask<'a> {
    pub key: &'a str,
    pub is_again: bool,
}

impl<'a> Ask<'a> {
    /// A new wish.
    pub const fn first(key: &'a str) -> Self {
        Self { key, is_again: false }
    }

    /// After an unknown outcome: what became of it, and do it if it was never heard.
    pub const fn again(key: &'a str) -> Self {
        Self { key, is_again: true }
    }

    /// A vendor that refuses to hear the second ask has not refused the first.
    pub(crate) fn settle<T>(self, answer: Result<T, ProviderError>) -> Result<T, ProviderError> {
        match self.is_again {
            true => answer.map_err(ProviderError::of_question),
            false => answer,
        }
    }
}

/// A line the vendor made for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedLine {
    /// The vendor's id: what the other verbs are asked by.
    pub line: String,
    pub iccid: String,
    pub activation_code: ActivationCode,
    pub state: EsimState,
}

/// Where a line stands, and what was used on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineUsage {
    pub state: EsimState,
    /// One for each plan the line has or had, oldest first; empty where the vendor counts nothing yet.
    pub readings: Vec<UsageReading>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// A vendor's counter, read: neither vendor documents records of single calls or sessions, both tell totals.
///
/// What was used between two readings is the difference of their totals; a smaller total is a correction. The same
/// total twice is one reading, so a repeated pull adds nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReading {
    /// The vendor's id of the plan on this line.
    pub counter: String,
    /// Bytes since the counter began.
    pub used_bytes: i64,
    /// Bytes the plan gives; `None` is unlimited or untold.
    pub allowance_bytes: Option<i64>,
    /// Where it was used, when the plan works in one country only.
    pub country: Option<CountryCode>,
}

/// Something a vendor says happened to a line. It is stored once, under `event_id`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineEvent {
    /// The vendor's id of the event: the same at every repeat.
    pub event_id: String,
    /// The vendor's word for what happened.
    pub kind: String,
    /// When it happened there; events arrive late and out of order.
    pub at: DateTime<Utc>,
    /// The vendor's id of the line, where the event is about one.
    pub line: Option<String>,
    /// The line's state, where the event alone decides it; otherwise it is asked for.
    pub state: Option<EsimState>,
    /// The country the line has moved to.
    pub country: Option<CountryCode>,
    /// The share of the plan that was passed, in per cent.
    pub percent: Option<u8>,
    /// The counter as it stood at that time.
    pub usage: Option<UsageReading>,
}

/// Looks a request header up by its lower-case name.
pub type Header<'h> = &'h (dyn for<'a> Fn(&'a str) -> Option<String> + Sync);

/// Where lines come from.
///
/// Every verb that changes something takes a key, and may be asked again with that key after an unknown outcome: it
/// happens once. A line that is already as wanted is a success. What a vendor cannot do is a refusal with the code
/// [`UNSUPPORTED`].
#[async_trait]
pub trait LineProvider: Send + Sync {
    /// The vendor's word in our tables: `1global`.
    fn name(&self) -> &'static str;

    /// Makes a line with this plan.
    async fn issue(&self, plan: &str, ask: Ask<'_>) -> Result<IssuedLine, ProviderError>;

    /// Puts a further plan on a line, beside what it has.
    async fn assign_plan(&self, line: &str, plan: &str, ask: Ask<'_>) -> Result<(), ProviderError>;

    /// Puts this plan in the place of the one the line has.
    async fn change_plan(&self, line: &str, plan: &str, ask: Ask<'_>) -> Result<(), ProviderError>;

    /// Stops the service; `reactivate` brings it back.
    async fn suspend(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError>;

    /// Brings the service of a suspended line back.
    async fn reactivate(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError>;

    /// Ends the line for good, at once.
    async fn terminate(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError>;

    /// State and counters of a line, as they are now.
    async fn fetch_usage(&self, line: &str) -> Result<LineUsage, ProviderError>;

    /// Checks on the raw bytes that the vendor sent this, and reads it.
    fn verify_webhook(&self, header: Header<'_>, body: &[u8]) -> Result<LineEvent, WebhookError>;
}

/// The code of a refusal of what the vendor has no way to do.
pub const UNSUPPORTED: &str = "unsupported";

/// The refusal of what a vendor cannot do.
pub(super) fn unsupported<T>(reason: &str) -> Result<T, ProviderError> {
    Err(ProviderError::Refused(Refusal::Other {
        code: UNSUPPORTED.to_owned(),
        detail: reason.to_owned(),
    }))
}
