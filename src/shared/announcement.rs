//! Messages of the platform to resellers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::AnnouncementId;

/// A message in the console's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnnouncementRow {
    pub id: AnnouncementId,
    pub title: String,
    pub body: String,
    /// Short names of the shops it is for; empty for all.
    pub shops: Vec<String>,
    pub shown_from: DateTime<Utc>,
    pub shown_until: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A message on a dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Announcement {
    pub id: AnnouncementId,
    pub title: String,
    pub body: String,
}
