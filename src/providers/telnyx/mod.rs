//! What Telnyx's messages and calls share beside the account of its numbers: the profile and the connection they go
//! through, the prices it gave us, and its webhooks.

mod event;
mod rates;
mod signature;
mod state;

use std::sync::Arc;

use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(in crate::providers) use self::{
    event::{event, reference_of, seconds_between},
    state::{Leg, Order, Plan, State},
};
pub use self::{
    rates::{ParseRatesError, Rates},
    signature::{ParsePublicKeyError, PublicKey},
};
use super::{
    ProviderError, Refusal,
    http::Answer,
    numbers::telnyx::{Telnyx, call, refusal},
};

/// What messages and calls need beside the key of the API.
#[derive(Debug, Clone)]
pub struct TrafficSettings {
    /// Profile whose webhook is ours.
    pub messaging_profile: String,
    /// Call control application whose webhook is ours.
    pub connection: String,
    /// Proves its webhooks.
    pub public_key: PublicKey,
    /// Our own address for its webhooks, without a query.
    pub webhook_url: String,
    /// What it charges us.
    pub rates: Rates,
}

/// Telnyx's messages and calls.
#[derive(Debug)]
pub struct TelnyxTraffic {
    pub(super) telnyx: Arc<Telnyx>,
    pub(super) settings: TrafficSettings,
}

impl TelnyxTraffic {
    /// Through the account of its numbers.
    pub const fn new(telnyx: Arc<Telnyx>, settings: TrafficSettings) -> Self {
        Self { telnyx, settings }
    }

    /// Sends a body, once.
    pub(super) async fn post(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Answer, ProviderError> {
        self.telnyx
            .http
            .write(call(operation), |client| {
                self.telnyx.signed(client, Method::POST, path).json(body)
            })
            .await
    }

    /// Reads something of ours there.
    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T, ProviderError> {
        let answer = self.telnyx.get(operation, path, query).await?;
        refusal::check(answer)?.json()
    }
}

/// What goes into an address must not lead elsewhere.
pub(super) fn plain_id(id: &str) -> Result<(), ProviderError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':');
    if !id.is_empty() && id.len() <= 200 && id.bytes().all(is_plain) {
        return Ok(());
    }
    let (code, detail) = ("bad_id".into(), "not an id of Telnyx".into());
    Err(ProviderError::Refused(Refusal::Other { code, detail }))
}
