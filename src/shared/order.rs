//! An order as its buyer sees it: what, how much, where it stands, and where the money is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{EsimId, NumberId, OrderId},
    money::Money,
    number::{Capabilities, NumberType},
    place::Country,
};

/// What is bought, in words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ItemView {
    Number {
        e164: String,
        display: String,
        kind: NumberType,
        country: Country,
        capabilities: Capabilities,
        needs_address: bool,
        /// Documents its law wants; with any of these it is not sold.
        documents: Vec<String>,
        /// Of a further month of a number somebody has; `None` for a purchase.
        paid_until: Option<DateTime<Utc>>,
    },
    Esim {
        plan_name: String,
        place: String,
        country: Option<Country>,
        data_mb: Option<i64>,
        validity_days: i32,
    },
}

/// Where an order stands. See the state machine in `domain::orders`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Money is set aside; the provider has not been asked.
    Held,
    /// The provider is being asked.
    Submitted,
    /// The provider did not answer clearly; it is being asked what happened.
    Unknown,
    /// Bought and paid.
    Fulfilled,
    /// The provider said no and the money is free again.
    Released,
    /// Bought, paid, and given back in part or whole.
    Refunded,
}

impl OrderStatus {
    /// Every state, in the order a purchase passes them.
    pub const ALL: [Self; 6] = [
        Self::Held,
        Self::Submitted,
        Self::Unknown,
        Self::Fulfilled,
        Self::Released,
        Self::Refunded,
    ];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Submitted => "submitted",
            Self::Unknown => "unknown",
            Self::Fulfilled => "fulfilled",
            Self::Released => "released",
            Self::Refunded => "refunded",
        }
    }

    /// Neither delivered nor given back yet.
    pub const fn is_in_flight(self) -> bool {
        matches!(self, Self::Held | Self::Submitted | Self::Unknown)
    }
}

/// One line of the money timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineRow {
    pub at: DateTime<Utc>,
    /// "Held", "Bought", "Captured", "Released", "No clear answer yet" …
    pub title: String,
    pub detail: String,
    pub amount: Option<Money>,
}

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderRow {
    pub id: OrderId,
    pub item: ItemView,
    pub charged: Money,
    pub status: OrderStatus,
    pub placed_at: DateTime<Utc>,
}

/// The page of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderView {
    pub row: OrderRow,
    /// How much of the price was given back.
    pub refunded: Money,
    pub timeline: Vec<TimelineRow>,
    /// Why it was not delivered, in words for the buyer.
    pub refusal: Option<String>,
    pub number_id: Option<NumberId>,
    pub esim_id: Option<EsimId>,
}
