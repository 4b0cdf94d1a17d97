//! Telephone calls: who rang whom, how long, what it cost; what a call would cost; what becomes of calls to a number.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{CallId, NumberId},
    money::Money,
    order::TimelineRow,
};

/// How far a call came. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// The money is set aside, nobody rings yet.
    Queued,
    /// The supplier gave no clear answer.
    Unknown,
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
    /// Ended because the money was used up.
    CutOff,
}

impl CallState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Queued,
        Self::Unknown,
        Self::Ringing,
        Self::InProgress,
        Self::Completed,
        Self::Busy,
        Self::NoAnswer,
        Self::Failed,
        Self::Canceled,
        Self::CutOff,
    ];

    /// The word in the database and in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Unknown => "unknown",
            Self::Ringing => "ringing",
            Self::InProgress => "in_progress",
            Self::Completed => "completed",
            Self::Busy => "busy",
            Self::NoAnswer => "no_answer",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::CutOff => "cut_off",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// As a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued => "Starting",
            Self::Unknown => "Checking",
            Self::Ringing => "Ringing",
            Self::InProgress => "Talking",
            Self::Completed => "Ended",
            Self::Busy => "Busy",
            Self::NoAnswer => "Not answered",
            Self::Failed => "Failed",
            Self::Canceled => "Cancelled",
            Self::CutOff => "Money used up",
        }
    }

    /// True once nothing more happens to it.
    pub const fn is_over(self) -> bool {
        !matches!(
            self,
            Self::Queued | Self::Unknown | Self::Ringing | Self::InProgress
        )
    }
}

/// A call in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallRow {
    pub id: CallId,
    pub is_out: bool,
    pub number: NumberId,
    /// Ours, as people write it.
    pub number_display: String,
    pub peer: String,
    pub peer_display: String,
    pub contact: Option<String>,
    pub state: CallState,
    /// Talked, or left as a message; `None` before it is over.
    pub seconds: Option<i32>,
    pub charged: Option<Money>,
    pub has_voicemail: bool,
    pub at: DateTime<Utc>,
}

/// Calls, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallList {
    pub rows: Vec<CallRow>,
    pub next: Option<String>,
}

/// A call with what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallView {
    pub row: CallRow,
    /// The owner's phone, where it was rung.
    pub phone_display: Option<String>,
    pub billed_seconds: Option<i32>,
    /// A minute of the whole call.
    pub minute: Option<Money>,
    pub refusal: Option<String>,
    pub voicemail_seconds: Option<i32>,
    pub timeline: Vec<TimelineRow>,
}

/// What becomes of a call to a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallSettings {
    pub number: NumberId,
    pub display: String,
    pub is_active: bool,
    pub forward_to: Option<String>,
    pub ring_seconds: i16,
    pub has_voicemail: bool,
    pub greeting: String,
}

/// The AI agent that answers a number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberAgent {
    pub number: NumberId,
    /// Calls can come in.
    pub can_answer: bool,
    /// Its id at the vendor.
    pub assistant: Option<String>,
    /// What a minute costs; `None` where agents are not offered.
    pub minute: Option<Money>,
}

/// What a call would cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CallPreview {
    pub to: String,
    pub to_display: String,
    pub country: String,
    pub phone: String,
    pub phone_display: String,
    /// A minute of it, both phones together.
    pub minute: Money,
    /// Minutes the wallet pays for; none when it is less than one.
    pub most_minutes: u32,
    pub available: Money,
}

/// `4:05`.
pub fn length(seconds: i32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
