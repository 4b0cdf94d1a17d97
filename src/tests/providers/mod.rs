//! Every adapter passes the suite of its trait against the sandbox carrier over real HTTP; what a vendor may answer
//! beyond that is played by a scripted server, and the requests to Twilio, Telnyx and 1GLOBAL are judged by a mock made from
//! the vendor's own document.

mod call_contract;
mod esim_contract;
mod flutterwave;
mod judge;
mod line_contract;
mod mail;
mod message_contract;
mod number_contract;
mod oneglobal;
mod oneglobal_spec;
mod payment_contract;
mod spec_mock;
mod telna;
mod telnyx;
mod telnyx_spec;
mod telnyx_traffic;
mod transport;
mod twilio;
mod twilio_calls;
mod twilio_messages;
mod twilio_spec;
mod vapi_spec;

use std::time::Duration;

use clouddail::{
    boot::config::sandbox_keys,
    providers::http::HttpClient,
    sandbox::{self, SandboxSettings},
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Secret hash of the carrier's webhooks.
const WEBHOOK_HASH: &str = "sandbox-hash";
/// Token of the carrier's Twilio account.
const TWILIO_TOKEN: &str = "sandbox-token";

/// A sandbox carrier of one test, stopped when dropped.
struct Carrier {
    url: String,
    _stop: DropGuard,
}

impl Carrier {
    async fn start() -> Self {
        Self::start_calling(None).await
    }

    /// One that sends its webhooks there.
    async fn start_calling(webhook_url: Option<&str>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let settings = SandboxSettings {
            file: None,
            webhook_url: webhook_url.map_or_else(|| format!("{url}/nobody"), str::to_owned),
            mail_dir: std::env::temp_dir().join(format!("mail-{}", uuid::Uuid::now_v7())),
            public_url: url.clone(),
            flutterwave_secret_hash: WEBHOOK_HASH.into(),
            flutterwave_accounts: vec![],
            twilio_auth_token: TWILIO_TOKEN.into(),
            telnyx_api_key: sandbox_keys::TELNYX_API_KEY.into(),
            oneglobal_client_secret: sandbox_keys::ONEGLOBAL_CLIENT_SECRET.into(),
            oneglobal_account: sandbox_keys::ONEGLOBAL_ACCOUNT_ID.into(),
            oneglobal_webhooks: (
                sandbox_keys::ONEGLOBAL_WEBHOOK_USER.into(),
                sandbox_keys::ONEGLOBAL_WEBHOOK_PASSWORD.into(),
            ),
        };
        let stop = CancellationToken::new();
        tokio::spawn(sandbox::serve(listener, settings, stop.clone()));
        Self {
            url,
            _stop: stop.drop_guard(),
        }
    }

    /// Calls the sandbox's own controls.
    async fn control(&self, path: &str, body: serde_json::Value) -> serde_json::Value {
        let answer = reqwest::Client::new()
            .post(format!("{}{path}", self.url))
            .json(&body)
            .send()
            .await
            .unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {text}");
        serde_json::from_str(&text).unwrap_or_default()
    }
}

/// A client that gives a silent vendor two seconds.
fn http() -> HttpClient {
    HttpClient::with_timeout(Duration::from_secs(2)).unwrap()
}
