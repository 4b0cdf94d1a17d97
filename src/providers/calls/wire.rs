//! Twilio's calls and their prices, the fields we use.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{CarriedCall, Progress};
use crate::shared::number::NumberType;

#[derive(Deserialize)]
pub struct CallPage {
    pub calls: Vec<Call>,
}

#[derive(Deserialize)]
pub struct Call {
    pub sid: String,
    pub status: String,
    /// Whole seconds as a text; null before the end.
    pub duration: Option<String>,
    /// RFC 2822.
    pub date_created: Option<String>,
}

impl Call {
    pub fn into_call(self) -> CarriedCall {
        CarriedCall {
            progress: progress(&self.status).unwrap_or(Progress::InProgress),
            seconds: self
                .duration
                .and_then(|seconds| seconds.parse().ok())
                .unwrap_or(0),
            created_at: self
                .date_created
                .and_then(|date| DateTime::parse_from_rfc2822(&date).ok())
                .map(|date| date.with_timezone(&Utc)),
            provider_id: self.sid,
        }
    }
}

/// Twilio's word for how far a leg came. `answered` is what `<Dial>` says of one that was.
pub fn progress(status: &str) -> Option<Progress> {
    Some(match status {
        "queued" | "initiated" => Progress::Queued,
        "ringing" => Progress::Ringing,
        "in-progress" | "answered" => Progress::InProgress,
        "completed" => Progress::Completed,
        "busy" => Progress::Busy,
        "no-answer" => Progress::NoAnswer,
        "failed" => Progress::Failed,
        "canceled" => Progress::Canceled,
        _ => return None,
    })
}

#[derive(Deserialize)]
pub struct VoicePrices {
    pub price_unit: String,
    #[serde(default)]
    pub outbound_prefix_prices: Vec<PrefixPrice>,
    #[serde(default)]
    pub inbound_call_prices: Vec<InboundPrice>,
}

#[derive(Deserialize)]
pub struct PrefixPrice {
    #[serde(default)]
    pub destination_prefixes: Vec<String>,
    #[serde(default)]
    pub origination_prefixes: Vec<String>,
    pub current_price: Option<String>,
}

#[derive(Deserialize)]
pub struct InboundPrice {
    pub number_type: Option<String>,
    pub current_price: Option<String>,
}

impl InboundPrice {
    pub fn kind(&self) -> Option<NumberType> {
        match self.number_type.as_deref()? {
            "local" => Some(NumberType::Local),
            "mobile" => Some(NumberType::Mobile),
            "toll free" | "toll_free" | "tollfree" => Some(NumberType::TollFree),
            _ => None,
        }
    }
}
