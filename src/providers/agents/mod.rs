//! Vendors whose AI agents answer calls.

mod signature;
pub mod vapi;
mod wire;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ProviderError, payments::WebhookError};
use crate::shared::money::Money;

/// A call at the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentCall {
    pub provider_id: String,
    /// Who rings, as it was shown.
    pub from: String,
    /// The number of ours that was called; empty where the vendor does not say.
    pub to: String,
    /// From answer to end; `None` while it goes on.
    pub seconds: Option<u32>,
}

/// What the vendor tells us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AgentEvent {
    /// Somebody rings: who is to answer? Waits for it.
    Asked { call: AgentCall },
    /// It goes on.
    Answered { call: AgentCall },
    /// It ended; the report or the state says so.
    Ended { call: AgentCall },
    /// Nothing that matters here.
    Other { what: String },
}

/// An event and by what it is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadEvent {
    pub event_id: String,
    pub event: AgentEvent,
}

/// What becomes of a call that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentAnswer {
    /// This assistant talks, at most so long.
    Assistant { id: String, most_seconds: u32 },
    /// A sentence is spoken and the call ends.
    Refuse(&'static str),
}

/// Whose AI agents answer calls.
#[async_trait]
pub trait AgentProvider: Send + Sync {
    /// The vendor's word in our tables: `vapi`.
    fn name(&self) -> &'static str;

    /// What a minute costs us.
    fn minute(&self) -> Money;

    /// A call as it stands; `None` where the vendor knows none.
    async fn call(&self, provider_id: &str) -> Result<Option<AgentCall>, ProviderError>;

    /// Reads an event after proving that it comes from the vendor.
    fn read_webhook(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ReadEvent, WebhookError>;

    /// The answer in the vendor's language.
    fn answer(&self, answer: &AgentAnswer) -> serde_json::Value;
}
