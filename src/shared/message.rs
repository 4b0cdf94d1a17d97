//! Text messages: what was written, what came in, what a text would cost.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContactId, MessageId, NumberId},
    money::Money,
    order::TimelineRow,
    sms::{Measure, OddCharacter},
};

/// How far a message came. It never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageState {
    /// The money is set aside, nobody was asked.
    Queued,
    /// The supplier is being asked.
    Sending,
    /// The supplier gave no clear answer.
    Unknown,
    /// A definite no: nothing was charged.
    Refused,
    /// The supplier took it; it is paid.
    Accepted,
    Sent,
    Delivered,
    Undelivered,
    Failed,
    /// Came in.
    Received,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 10] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::Refused,
        Self::Accepted,
        Self::Sent,
        Self::Delivered,
        Self::Undelivered,
        Self::Failed,
        Self::Received,
    ];

    /// The word in the database and in answers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Undelivered => "undelivered",
            Self::Failed => "failed",
            Self::Received => "received",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// As a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued | Self::Sending => "Sending",
            Self::Unknown => "Checking",
            Self::Refused => "Not sent, not charged",
            Self::Accepted => "On its way",
            Self::Sent => "Sent",
            Self::Delivered => "Delivered",
            Self::Undelivered => "Not delivered",
            Self::Failed => "Failed",
            Self::Received => "Received",
        }
    }

    /// How far it is; a report of an earlier step changes nothing.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Sending | Self::Unknown => 1,
            Self::Accepted => 2,
            Self::Sent => 3,
            Self::Delivered | Self::Undelivered | Self::Failed | Self::Refused | Self::Received => 4,
        }
    }

    /// What became of the price, and what to do next, where the state alone leaves that open.
    pub const fn about_the_price(self) -> Option<&'static str> {
        match self {
            Self::Failed => Some(
                "Our supplier took the message and could not send it on. It is charged, as suppliers charge for every \
                 message they take. Check the number before you send it again: that is charged anew.",
            ),
            Self::Undelivered => Some(
                "The message was sent, and the other side’s network did not deliver it. It is charged. Check the number \
                 before you send it again: that is charged anew.",
            ),
            _ => None,
        }
    }

    /// True while the money is set aside.
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Queued | Self::Sending | Self::Unknown)
    }
}

/// A message in a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageRow {
    pub id: MessageId,
    pub is_out: bool,
    pub body: String,
    pub segments: i32,
    pub state: MessageState,
    /// `None` for one that came in.
    pub charged: Option<Money>,
    /// Why it was not sent.
    pub refusal: Option<String>,
    pub at: DateTime<Utc>,
}

/// A message with what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageView {
    pub row: MessageRow,
    pub number: NumberId,
    /// Ours, as people write it.
    pub number_display: String,
    pub peer: String,
    pub peer_display: String,
    pub contact: Option<String>,
    pub encoding: String,
    pub timeline: Vec<TimelineRow>,
}

/// The last message with somebody.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConversationRow {
    pub number: NumberId,
    pub number_display: String,
    pub peer: String,
    pub peer_display: String,
    /// The contact's name.
    pub contact: Option<String>,
    pub is_out: bool,
    pub state: MessageState,
    /// Beginning of the last message.
    pub excerpt: String,
    pub unread: i64,
    pub at: DateTime<Utc>,
}

/// A number messages are written from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SendingNumber {
    pub id: NumberId,
    pub display: String,
    pub label: String,
    /// False for one that is no longer the customer's: its messages can be read and nothing written.
    pub is_active: bool,
    pub quiet: Option<QuietHours>,
}

/// When a number writes to nobody; minutes of the owner's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    pub from: i16,
    pub until: i16,
}

impl QuietHours {
    /// `22:00`, and what a time field sends.
    pub fn parse(text: &str) -> Option<i16> {
        let (hours, minutes) = text.trim().split_once(':')?;
        let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
        ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
    }

    /// The minute as a clock shows it.
    pub fn clock(minute: i16) -> String {
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }

    /// Whether the minute is one of them; the span may go over midnight.
    pub const fn covers(self, minute: i16) -> bool {
        if self.from <= self.until {
            self.from <= minute && minute < self.until
        } else {
            self.from <= minute || minute < self.until
        }
    }
}

/// The list of conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbox {
    pub conversations: Vec<ConversationRow>,
    pub next: Option<String>,
    pub numbers: Vec<SendingNumber>,
}

/// A conversation with one peer from one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub number: SendingNumber,
    pub peer: String,
    pub peer_display: String,
    pub contact: Option<ContactId>,
    pub contact_name: Option<String>,
    /// Newest first.
    pub messages: Vec<MessageRow>,
    pub next: Option<String>,
    /// Price of a segment to this peer now; `None` where nothing can be sent.
    pub unit: Option<Money>,
    /// The peer answered STOP.
    pub is_opted_out: bool,
}

/// What a text would cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessagePreview {
    pub to: String,
    pub to_display: String,
    pub country: String,
    pub body: String,
    pub measure: Measure,
    pub odd: Vec<OddCharacter>,
    /// The same text with plain characters, where some can be replaced.
    pub plain: Option<String>,
    pub plain_measure: Option<Measure>,
    /// A segment.
    pub unit: Money,
    pub price: Money,
    pub available: Money,
}

/// A country a shop's customers may write to, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageCountry {
    pub code: String,
    pub name: String,
    pub is_on: bool,
}

/// A shop's settings for messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageSettings {
    pub countries: Vec<MessageCountry>,
    pub guard: MessageGuard,
    pub alarms: Vec<MessageAlarm>,
}

/// What is too much in ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageGuard {
    /// False: what is too much is written down and sent all the same.
    pub is_enforced: bool,
    pub range_max: i32,
    pub customer_max: i32,
    pub shop_max: i32,
}

impl MessageGuard {
    /// Of a shop that set nothing.
    pub const USUAL: Self = Self {
        is_enforced: false,
        range_max: 30,
        customer_max: 100,
        shop_max: 2_000,
    };
}

/// Too much was sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageAlarm {
    pub at: DateTime<Utc>,
    pub customer: String,
    pub kind: String,
    pub range: String,
    pub counted: i32,
    pub is_refused: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_go_over_midnight() {
        let night = QuietHours {
            from: 22 * 60,
            until: 7 * 60,
        };
        assert!(night.covers(23 * 60) && night.covers(0) && !night.covers(7 * 60) && !night.covers(12 * 60));
        let noon = QuietHours {
            from: 720,
            until: 780,
        };
        assert!(noon.covers(720) && !noon.covers(780));
        assert_eq!(QuietHours::parse("07:30"), Some(450));
        assert_eq!(QuietHours::clock(450), "07:30");
        for odd in ["", "7", "24:00", "x:10", "10:6"] {
            assert_eq!(QuietHours::parse(odd), None, "{odd}");
        }
    }
}
