//! 1GLOBAL's Connect API, version 2026-02-05. What the vendor's specification does not state is marked `Assumed:`.
//!
//! A line of ours is a subscription there. Each has a subscriber of its own, made under our key, so that what became
//! of a wish can be asked even after the vendor forgot the key of its order. No person's name or address leaves us.
//!
//! Suspending is `deactivate` and not `suspend`: the specification knows a way back (`resume`) from the first only.

mod catalogue;
mod orders;
mod refusal;
mod retail;
mod session;
mod state;
mod webhook;
mod wire;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use self::{
    session::Session,
    wire::{ProductPage, Subscription},
};
use super::{Ask, Header, IssuedLine, LineEvent, LineProvider, LineUsage, WebhookError};
use crate::providers::{
    ProviderError, Refusal,
    account::{Account, Keys, is_plain},
    http::HttpClient,
};

/// Where 1GLOBAL is and who we are there.
#[derive(Debug, Clone)]
pub struct OneGlobalSettings {
    /// `https://api.1global.com/connect`.
    pub base_url: String,
    /// `https://api.1global.com/auth/realms/1global-connect/protocol/openid-connect/token`.
    pub token_url: String,
    pub client_id: SecretString,
    pub client_secret: SecretString,
    /// `acc_…`: our account, on which all lines are.
    pub account_id: String,
    /// Where we buy: two letters.
    pub country: String,
    /// Name and password with which their webhooks come.
    pub webhook_user: String,
    pub webhook_password: SecretString,
}

/// The adapter.
pub struct OneGlobal {
    session: Session,
    account_id: String,
    country: String,
    webhook_user: String,
    webhook_password: SecretString,
    /// Subscriptions by ICCID: the vendor's list cannot be searched by it.
    by_iccid: moka::future::Cache<String, String>,
}

impl OneGlobal {
    /// Talks to 1GLOBAL as the settings say.
    pub fn new(http: HttpClient, settings: OneGlobalSettings) -> Self {
        let keys = Keys::new(vec![settings.client_id, settings.client_secret]);
        Self {
            session: Session::new(http, &settings.base_url, settings.token_url, keys),
            account_id: settings.account_id,
            country: settings.country,
            webhook_user: settings.webhook_user,
            webhook_password: settings.webhook_password,
            by_iccid: moka::future::Cache::new(100_000),
        }
    }

    async fn subscription(&self, line: &str) -> Result<Subscription, ProviderError> {
        let path = format!("subscriptions/{}", checked(line)?);
        self.session.get("subscription", &path, &[]).await?.json()
    }

    /// Moves a subscription by a verb of theirs. A refusal is a success when the line is already as wanted.
    async fn step(
        &self,
        operation: &'static str,
        line: &str,
        is_wanted: fn(&str) -> bool,
        ask: Ask<'_>,
    ) -> Result<(), ProviderError> {
        let path = format!("subscriptions/{}/{operation}", checked(line)?);
        let key = format!("{operation}:{}", ask.key);
        match self.session.post(operation, &path, &key, &json!({})).await {
            Ok(answer) => {
                let moved: Subscription = answer.json()?;
                match is_wanted(&moved.status) {
                    true => Ok(()),
                    false => Err(ProviderError::unknown(format!("the line is {}", moved.status))),
                }
            }
            Err(ProviderError::Refused(refusal)) => {
                let now = self.subscription(line).await.map_err(ProviderError::of_question);
                match now {
                    Ok(now) if is_wanted(&now.status) => Ok(()),
                    _ => ask.settle(Err(ProviderError::Refused(refusal))),
                }
            }
            Err(other) => Err(other),
        }
    }
}

#[async_trait]
impl LineProvider for OneGlobal {
    fn name(&self) -> &'static str {
        "1global"
    }

    async fn issue(&self, plan: &str, ask: Ask<'_>) -> Result<IssuedLine, ProviderError> {
        self.activate(plan, ask).await?.into_line()
    }

    async fn assign_plan(&self, line: &str, plan: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        let body = json!({
            "type": "topup_subscription",
            "subscription_id": checked(line)?,
            "purchase_location": self.country,
            "products": { "plan": { "product_offering_id": plan } },
        });
        self.order("assign_plan", &body, ask).await.map(drop)
    }

    /// Assumed: the new plan stands where the other orders have it; the fields of this one were not transcribed.
    async fn change_plan(&self, line: &str, plan: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        let body = json!({
            "type": "change_subscription_plan",
            "subscription_id": checked(line)?,
            "products": { "plan": { "product_offering_id": plan } },
        });
        self.order("change_plan", &body, ask).await.map(drop)
    }

    async fn suspend(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        let is_stopped = |status: &str| matches!(status, "deactivated" | "suspended");
        self.step("deactivate", line, is_stopped, ask).await
    }

    async fn reactivate(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        self.step("resume", line, |status| status == "active", ask).await
    }

    async fn terminate(&self, line: &str, ask: Ask<'_>) -> Result<(), ProviderError> {
        let body = json!({ "type": "cancel_subscription", "subscription_id": checked(line)? });
        let error = match self.order("terminate", &body, ask).await {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        // Refused, or asked before: it may have ended already.
        if matches!(error, ProviderError::Refused(_)) || ask.is_again {
            let now = self.subscription(line).await;
            if now.is_ok_and(|now| matches!(now.status.as_str(), "terminated" | "canceled")) {
                return Ok(());
            }
        }
        Err(error)
    }

    async fn fetch_usage(&self, line: &str) -> Result<LineUsage, ProviderError> {
        let subscription = self.subscription(line).await?;
        let products = self
            .session
            .list::<ProductPage>("usage", "products", &[("subscription-id", line)])
            .await?;
        Ok(state::usage(&subscription, &products))
    }

    fn verify_webhook(&self, header: Header<'_>, body: &[u8]) -> Result<LineEvent, WebhookError> {
        webhook::check(&self.webhook_user, &self.webhook_password, header)?;
        webhook::read(body)
    }
}

#[async_trait]
impl Account for OneGlobal {
    fn name(&self) -> &'static str {
        "1global"
    }

    fn keys(&self) -> &Keys {
        &self.session.keys
    }

    fn key_names(&self) -> &'static [&'static str] {
        &["Client ID", "Client secret"]
    }

    fn look_right(&self, keys: &[SecretString]) -> bool {
        matches!(keys, [id, secret] if is_plain(id.expose_secret()) && is_plain(secret.expose_secret()))
    }

    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError> {
        let [id, secret] = keys else {
            return Err(ProviderError::unknown("two keys are needed"));
        };
        self.session.ask_token(id, secret).await.map(drop)
    }
}

/// An id that may stand in a path.
fn checked(id: &str) -> Result<&str, ProviderError> {
    let is_id = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match is_id {
        true => Ok(id),
        false => Err(ProviderError::Refused(Refusal::Other {
            code: "bad_id".into(),
            detail: "not an id of 1GLOBAL".into(),
        })),
    }
}
