//! The vendors as operators see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{money::Money, place::Country};

/// What calls of a stretch of time came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthView {
    pub calls: i64,
    /// Definite refusals; the vendor answered.
    pub refused: i64,
    /// Answers that said "too often".
    pub busy: i64,
    /// No answer, or none that could be read.
    pub failed: i64,
    /// Searches that went on without it, since it was slower than the others.
    pub late: i64,
    /// Half of the calls took at most this many milliseconds; `None` without calls or beyond ten seconds.
    pub p50_ms: Option<u64>,
    /// 95 of 100 did.
    pub p95_ms: Option<u64>,
}

/// Whether a vendor that failed is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CircuitView {
    Closed,
    Open { until: DateTime<Utc> },
    HalfOpen,
}

/// A vendor in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderRow {
    pub name: String,
    /// `numbers`, `esims`, `payments`.
    pub kind: String,
    pub paused_at: Option<DateTime<Utc>>,
    pub pause_reason: String,
    pub hour: HealthView,
    pub circuit: CircuitView,
    /// Its circuit is not closed, or a tenth of its calls of the last hour failed.
    pub is_unwell: bool,
}

/// A vendor's place among those of the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// 1 to 9; of equal prices the lowest is taken. 5 where nothing is said.
    Rank(i16),
    NotAsked,
}

/// It in one country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// `None`: every country without a place of its own.
    pub country: Option<Country>,
    pub preference: Preference,
}

/// What is left of our money at a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum BalanceView {
    Left(Money),
    /// The vendor has no such question.
    NotTold,
    NoAnswer,
}

/// The page of a vendor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProviderView {
    pub row: ProviderRow,
    pub day: HealthView,
    pub balance: BalanceView,
    /// Its places among vendors of numbers.
    pub priorities: Vec<Priority>,
    /// Who paused it.
    pub paused_by: Option<String>,
    /// What its keys are called.
    pub key_names: Vec<String>,
    /// End of the last key entered here; `None` when the environment's are in use.
    pub key_hint: Option<String>,
    pub keys_changed_at: Option<DateTime<Utc>>,
    pub keys_changed_by: Option<String>,
}

/// A time the catalogue was brought up to date, or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRow {
    pub id: super::ids::SyncId,
    pub provider: String,
    pub at: DateTime<Utc>,
    pub products: i64,
    pub added: i64,
    pub gone: i64,
    pub changed: i64,
    /// Why the copy stayed as it was; empty when it did not.
    pub failure: String,
}

/// What a sync changed of one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// `added`, `gone`, `back`, `cost`, `minimum`.
    pub kind: String,
    pub product: String,
    pub name: String,
    pub before: Option<Money>,
    pub after: Option<Money>,
}

/// A sync with what it changed: at most five hundred products.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncView {
    pub row: SyncRow,
    pub changes: Vec<ChangeRow>,
}
