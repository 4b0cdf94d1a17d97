//! Events a reseller's own systems can hear, and their deliveries as staff see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{DeliveryId, WebhookEndpointId},
    paging::Page,
};

/// What can happen in a shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    OrderFulfilled,
    OrderRefused,
    OrderRefunded,
    CustomerCreated,
    PaymentSettled,
    PaymentDisputed,
    EsimStateChanged,
    NumberGrace,
    NumberSuspended,
    NumberReleased,
    FloatLow,
    /// Only sent by hand.
    Test,
}

impl EventKind {
    /// Those an endpoint can choose.
    pub const CHOICES: [Self; 11] = [
        Self::OrderFulfilled,
        Self::OrderRefused,
        Self::OrderRefunded,
        Self::CustomerCreated,
        Self::PaymentSettled,
        Self::PaymentDisputed,
        Self::EsimStateChanged,
        Self::NumberGrace,
        Self::NumberSuspended,
        Self::NumberReleased,
        Self::FloatLow,
    ];

    /// The `type` of the event.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OrderFulfilled => "order.fulfilled",
            Self::OrderRefused => "order.refused",
            Self::OrderRefunded => "order.refunded",
            Self::CustomerCreated => "customer.created",
            Self::PaymentSettled => "payment.settled",
            Self::PaymentDisputed => "payment.disputed",
            Self::EsimStateChanged => "esim.state_changed",
            Self::NumberGrace => "number.grace",
            Self::NumberSuspended => "number.suspended",
            Self::NumberReleased => "number.released",
            Self::FloatLow => "float.low",
            Self::Test => "test",
        }
    }

    /// Reads the `type` of an event that can be chosen.
    pub fn parse(word: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|kind| kind.as_str() == word)
    }

    /// When it is sent, for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::OrderFulfilled => "An order was delivered and paid",
            Self::OrderRefused => "An order could not be delivered; nothing was charged",
            Self::OrderRefunded => "Money of an order was given back",
            Self::CustomerCreated => "A customer registered or was created",
            Self::PaymentSettled => "A customer's payment arrived in the wallet",
            Self::PaymentDisputed => "A customer disputed a payment at the bank; the wallet is frozen",
            Self::EsimStateChanged => "An eSIM was installed, used up, or ended",
            Self::NumberGrace => "A number was not paid and works for some days more",
            Self::NumberSuspended => {
                "A number stopped working: its month was not paid, or its owner paused it"
            }
            Self::NumberReleased => "A number was given back",
            Self::FloatLow => "The float runs low, or is used up",
            Self::Test => "A test by hand",
        }
    }
}

/// Whether an endpoint is sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndpointState {
    Active,
    /// Turned off by staff.
    Off,
    /// Turned off because nothing arrived for days.
    Failed,
}

impl EndpointState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Off => "off",
            Self::Failed => "failed",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Active, Self::Off, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// Where an event for an endpoint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be sent, perhaps again.
    Waiting,
    Delivered,
    /// Given up.
    Failed,
}

impl DeliveryState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// A line of the endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointRow {
    pub id: WebhookEndpointId,
    pub url: String,
    pub events: Vec<String>,
    pub state: EndpointState,
    pub failing_since: Option<DateTime<Utc>>,
}

/// All endpoints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndpointList {
    pub rows: Vec<EndpointRow>,
    /// More can be added.
    pub is_room: bool,
    pub may_manage: bool,
}

/// An endpoint with its latest deliveries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndpointView {
    pub row: EndpointRow,
    pub created_at: DateTime<Utc>,
    /// Until when the secret before the current one signs too.
    pub previous_until: Option<DateTime<Utc>>,
    /// The secret has not been shown to anybody yet.
    pub is_secret_new: bool,
    pub deliveries: Page<DeliveryRow>,
    pub may_manage: bool,
}

/// A line of the delivery log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub event: String,
    pub state: DeliveryState,
    pub tries: i32,
    pub created_at: DateTime<Utc>,
    /// Status of the last answer; `None` when there was none.
    pub last_status: Option<i32>,
    pub next_try_at: Option<DateTime<Utc>>,
}

/// One try of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TryRow {
    pub at: DateTime<Utc>,
    pub duration_ms: i32,
    pub status: Option<i32>,
    /// How the answer began, or why there was none.
    pub answer: String,
}

/// A delivery with everything that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    pub row: DeliveryRow,
    pub endpoint: WebhookEndpointId,
    pub url: String,
    /// What is sent, as it is sent.
    pub body: String,
    pub tried: Vec<TryRow>,
    /// The endpoint is on, so that it can be sent again.
    pub is_replayable: bool,
    pub may_manage: bool,
}
