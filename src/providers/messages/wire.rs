//! Twilio's messages and their prices, the fields we use.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{CarriedMessage, Delivery};
use crate::shared::number::NumberType;

#[derive(Deserialize)]
pub struct MessagePage {
    pub messages: Vec<Message>,
}

#[derive(Deserialize)]
pub struct Message {
    pub sid: String,
    pub body: Option<String>,
    pub status: String,
    /// RFC 2822.
    pub date_created: Option<String>,
}

impl Message {
    pub fn into_message(self) -> CarriedMessage {
        CarriedMessage {
            delivery: delivery(&self.status).unwrap_or(Delivery::Accepted),
            created_at: self
                .date_created
                .and_then(|date| DateTime::parse_from_rfc2822(&date).ok())
                .map(|date| date.with_timezone(&Utc)),
            reference: None,
            provider_id: self.sid,
            body: self.body.unwrap_or_default(),
        }
    }
}

/// Twilio's statuses of an outgoing message; `None` for one that says nothing about it.
pub fn delivery(status: &str) -> Option<Delivery> {
    match status {
        "accepted" | "scheduled" | "queued" | "sending" => Some(Delivery::Accepted),
        "sent" => Some(Delivery::Sent),
        "delivered" | "read" | "partially_delivered" => Some(Delivery::Delivered),
        "undelivered" => Some(Delivery::Undelivered),
        "failed" | "canceled" => Some(Delivery::Failed),
        _ => None,
    }
}

#[derive(Deserialize)]
pub struct MessagePrices {
    pub price_unit: String,
    pub outbound_sms_prices: Vec<Network>,
}

#[derive(Deserialize)]
pub struct Network {
    #[serde(default)]
    pub prices: Vec<SegmentPrice>,
}

#[derive(Deserialize)]
pub struct SegmentPrice {
    pub number_type: Option<String>,
    pub current_price: Option<String>,
}

impl SegmentPrice {
    /// The kind of number it is sent from.
    pub fn kind(&self) -> Option<NumberType> {
        match self.number_type.as_deref()? {
            "local" => Some(NumberType::Local),
            "mobile" => Some(NumberType::Mobile),
            "toll free" | "toll_free" | "tollfree" => Some(NumberType::TollFree),
            _ => None,
        }
    }
}
