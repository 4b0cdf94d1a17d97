//! What an operator must see: things that only a person can decide.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::CaseId;

/// An open question for the operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseRow {
    pub id: CaseId,
    /// A kind of `operator_cases`, `order_unknown` for one; `pages::admin` has the words people read.
    pub kind: String,
    /// Name of the shop, where one is known.
    pub reseller: Option<String>,
    /// Everything needed to decide, in words.
    pub summary: String,
    pub reference: String,
    pub opened_at: DateTime<Utc>,
}

/// An order that is neither delivered nor given back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StuckOrderRow {
    pub order: String,
    pub reseller: String,
    pub status: String,
    pub what: String,
    pub since: DateTime<Utc>,
    pub attempts: i32,
}

/// A webhook that was not simply applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookRow {
    pub provider: String,
    pub event_id: String,
    pub outcome: String,
    pub detail: String,
    pub received_at: DateTime<Utc>,
}

/// The operator's first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperatorOverview {
    pub cases: Vec<CaseRow>,
    pub in_flight: Vec<StuckOrderRow>,
    pub webhooks: Vec<WebhookRow>,
}
