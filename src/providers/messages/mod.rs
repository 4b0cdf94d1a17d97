//! Vendors that carry text messages.

pub mod signature;
pub mod telnyx;
pub mod twilio;
mod wire;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ProviderError,
    calls::{CallReport, Standing, VoiceAsk},
    payments::WebhookError,
};
use crate::shared::{money::Money, number::NumberType, place::CountryCode};

/// A message to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outgoing<'a> {
    /// A number of ours, E.164.
    pub from: &'a str,
    pub to: &'a str,
    pub body: &'a str,
    /// Our reference; the vendor's reports carry it.
    pub reference: &'a str,
}

/// How far a message came, after the vendor took it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    Accepted,
    Sent,
    Delivered,
    /// The network or the phone did not take it.
    Undelivered,
    /// The vendor did not hand it to a network.
    Failed,
}

/// A message at the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedMessage {
    pub provider_id: String,
    pub body: String,
    pub delivery: Delivery,
    /// Ours, where the vendor keeps it.
    pub reference: Option<String>,
    pub created_at: Option<DateTime<Utc>>,
}

/// What one segment to a country costs, from a number of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageCost {
    /// `None` for every kind that has no price of its own.
    pub from: Option<NumberType>,
    pub segment: Money,
}

/// What a vendor reports, in our words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum MessageEvent {
    /// How far a message of ours came.
    Status {
        /// The same for the same report delivered again.
        event_id: String,
        /// Ours, as it was given with the message.
        reference: String,
        provider_id: String,
        delivery: Delivery,
        error_code: Option<String>,
    },
    /// A message to a number of ours.
    Received {
        event_id: String,
        provider_id: String,
        from: String,
        to: String,
        body: String,
        segments: i32,
    },
    /// How far a call came.
    Call { event_id: String, report: CallReport },
    /// A call waits to be told what to do.
    Voice {
        event_id: String,
        leg: Standing,
        ask: VoiceAsk,
    },
    /// A call did what it was told, and this is left of it.
    Next {
        event_id: String,
        leg: Standing,
        script: String,
    },
    /// An order of a number moved.
    NumberOrder { event_id: String, reference: String },
    /// About something else.
    Other { event_id: String },
}

impl MessageEvent {
    /// The vendor's id of the event.
    pub fn event_id(&self) -> &str {
        match self {
            Self::Status { event_id, .. }
            | Self::Received { event_id, .. }
            | Self::Call { event_id, .. }
            | Self::Voice { event_id, .. }
            | Self::Next { event_id, .. }
            | Self::NumberOrder { event_id, .. }
            | Self::Other { event_id } => event_id,
        }
    }
}

/// Who carries text messages.
#[async_trait]
pub trait MessageProvider: Send + Sync {
    /// The vendor's word in our tables: `twilio`.
    fn name(&self) -> &'static str;

    /// What a segment to this country costs; the dearest network counts, since nobody knows the phone's. Empty where the
    /// vendor does not send.
    async fn costs(&self, country: CountryCode) -> Result<Vec<MessageCost>, ProviderError>;

    /// Sends. Never repeats itself after an unknown outcome.
    async fn send(&self, message: &Outgoing<'_>) -> Result<CarriedMessage, ProviderError>;

    /// Messages between these two numbers since then, oldest first: what may have become of one without an answer.
    async fn find(
        &self,
        from: &str,
        to: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<CarriedMessage>, ProviderError>;

    /// One message as it stands.
    async fn fetch(&self, provider_id: &str) -> Result<CarriedMessage, ProviderError>;

    /// Has what comes in for this number brought to us.
    async fn open_inbox(&self, provider_number_id: &str) -> Result<(), ProviderError>;

    /// Reads a report after proving that it comes from the vendor, and now. `query` is that of our own address as it was
    /// asked for.
    fn read_webhook(
        &self,
        query: Option<&str>,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<MessageEvent, WebhookError>;
}
