//! Vapi: AI agents on the telephone. Facts are from Vapi's own OpenAPI document and the pages about its server messages.
//!
//! Vapi asks who is to answer a number that has no assistant of its own there, waits seven seconds, and reports the end once
//! and without a repeat; a report that never came is made good by asking for the call.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{
    AgentAnswer, AgentCall, AgentEvent, AgentProvider, ReadEvent, signature,
    wire::{self, ServerMessage},
};
use crate::{
    providers::{
        ProviderError, Refusal,
        account::{Account, Keys, is_plain},
        http::{Answer, Call, HttpClient},
        payments::WebhookError,
    },
    shared::money::Money,
};

/// Longest id of a call that is believed; Vapi's are UUIDs.
const ID_MAX: usize = 80;

/// Where Vapi is and who we are there.
#[derive(Debug, Clone)]
pub struct VapiSettings {
    /// `https://api.vapi.ai`.
    pub base_url: String,
    /// The private key.
    pub api_key: SecretString,
    /// What its messages to us prove themselves with.
    pub webhook_secret: SecretString,
    /// What a minute costs us.
    pub minute: Money,
}

/// The adapter.
#[derive(Debug)]
pub struct Vapi {
    http: HttpClient,
    base_url: String,
    keys: Keys,
    webhook_secret: SecretString,
    minute: Money,
}

impl Vapi {
    /// Talks to Vapi as the settings say.
    pub fn new(http: HttpClient, settings: VapiSettings) -> Self {
        Self {
            http,
            base_url: settings.base_url.trim_end_matches('/').to_owned(),
            keys: Keys::new(vec![settings.api_key]),
            webhook_secret: settings.webhook_secret,
            minute: settings.minute,
        }
    }

    async fn fetch(&self, key: &SecretString, call: &str) -> Result<Answer, ProviderError> {
        let url = format!("{}/call/{call}", self.base_url);
        let asked = Call {
            provider: "vapi",
            operation: "fetch_call",
        };
        self.http
            .read(asked, |client| client.get(&url).bearer_auth(key.expose_secret()))
            .await
    }
}

/// A call nobody has.
const NO_CALL: &str = "00000000-0000-4000-8000-000000000000";

#[async_trait]
impl Account for Vapi {
    fn name(&self) -> &'static str {
        "vapi"
    }

    fn keys(&self) -> &Keys {
        &self.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["Private key"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        matches!(keys, [key] if is_plain(key.expose_secret()))
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let [key] = keys else {
            return Err(ProviderError::unknown("one key is needed"));
        };
        match self.fetch(key, NO_CALL).await?.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                Err(ProviderError::Refused(Refusal::OurAccount {
                    detail: "Vapi does not take this key".into(),
                }))
            }
            status if status.is_success() || status == StatusCode::NOT_FOUND => Ok(()),
            status => Err(ProviderError::unknown(format!("Vapi answers {status}"))),
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= ID_MAX
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[async_trait]
impl AgentProvider for Vapi {
    fn name(&self) -> &'static str {
        "vapi"
    }

    fn minute(&self) -> Money {
        self.minute
    }

    async fn call(&self, provider_id: &str) -> Result<Option<AgentCall>, ProviderError> {
        if !is_id(provider_id) {
            return Ok(None);
        }
        let answer = self.fetch(&self.keys.get(0), provider_id).await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => {
                let call: wire::Call = answer.json()?;
                Ok(Some(call.read()))
            }
            status => Err(ProviderError::unknown(format!("Vapi answers {status}"))),
        }
    }

    fn read_webhook(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<ReadEvent, WebhookError> {
        signature::check(self.webhook_secret.expose_secret(), header, body, now)?;
        let unreadable = |what: &str| WebhookError::Unreadable(what.to_owned());
        let ServerMessage { message } =
            serde_json::from_slice(body).map_err(|_| unreadable("not a message of Vapi"))?;
        let Some(call) = message.call() else {
            let what = wire::plain(&message.kind);
            let event_id = format!("none:{what}:{}", now.timestamp_millis());
            return Ok(ReadEvent {
                event_id,
                event: AgentEvent::Other { what },
            });
        };
        if !is_id(&call.provider_id) {
            return Err(unreadable("an odd id of a call"));
        }
        let kind = wire::plain(&message.kind);
        let status = wire::plain(message.status.as_deref().unwrap_or_default());
        let event_id = format!("{}:{kind}:{status}", call.provider_id);
        let event = match (kind.as_str(), status.as_str()) {
            ("assistant-request", _) => AgentEvent::Asked { call },
            ("end-of-call-report", _) | ("status-update", "ended") => AgentEvent::Ended { call },
            ("status-update", "in-progress") => AgentEvent::Answered { call },
            (kind, _) => AgentEvent::Other {
                what: kind.to_owned(),
            },
        };
        Ok(ReadEvent { event_id, event })
    }

    fn answer(&self, answer: &AgentAnswer) -> Value {
        match answer {
            AgentAnswer::Assistant { id, most_seconds } => json!({
                "assistantId": id,
                "assistantOverrides": { "maxDurationSeconds": most_seconds },
            }),
            AgentAnswer::Refuse(words) => json!({ "error": words }),
        }
    }
}
