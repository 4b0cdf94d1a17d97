//! What the console's logs show: acts, mails, events of vendors, jobs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AuditId, MailId, ResellerId, WebhookEventId};

/// An act.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub reseller: ResellerId,
    pub shop: String,
    /// Address of who acted; `None` for a job or a stranger.
    pub actor: Option<String>,
    /// In whose place, when an operator was inside a shop.
    pub on_behalf_of: Option<String>,
    pub action: String,
    pub entity: String,
    /// What changed, a line per field.
    pub changes: Vec<FieldChange>,
    pub request_id: Option<String>,
    pub address: Option<String>,
}

/// A field before and after an act; empty where there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// A mail, without its text: that may carry a secret link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: MailId,
    pub shop: String,
    pub recipient: String,
    pub template: String,
    /// `queued`, `sent` or `failed`.
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
}

/// An event a vendor sent, with a true signature.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    pub id: WebhookEventId,
    pub provider: String,
    pub event_id: String,
    pub outcome: String,
    pub detail: String,
    pub size_bytes: i32,
    pub deliveries: i32,
    pub received_at: DateTime<Utc>,
    pub processed_at: Option<DateTime<Utc>>,
}

/// A request that did not prove to come from a vendor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RejectionRow {
    pub provider: String,
    pub reason: String,
    pub size_bytes: i32,
    pub received_at: DateTime<Utc>,
}

/// Jobs of one kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskRow {
    pub task: String,
    /// All that wait, and those of them that could run now.
    pub waiting: i64,
    pub due: i64,
    pub running: i64,
    /// Given up after all their tries.
    pub failed: i64,
    /// When the oldest that is due should have run.
    pub oldest: Option<DateTime<Utc>>,
}

/// A job that failed at least once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TroubledJob {
    pub id: i64,
    pub task: String,
    /// What it is about: ids, never secrets.
    pub payload: String,
    pub attempts: i32,
    pub is_given_up: bool,
    pub last_error: String,
    pub run_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

/// The queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JobsView {
    pub now: DateTime<Utc>,
    pub tasks: Vec<TaskRow>,
    pub troubled: Vec<TroubledJob>,
}
