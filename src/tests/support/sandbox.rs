//! The sandbox carrier of a test: its control endpoints.

use serde_json::{Value, json};

/// Talks to a running sandbox.
#[derive(Clone)]
pub struct Sandbox {
    pub url: String,
    http: reqwest::Client,
}

impl Sandbox {
    pub fn at(url: String) -> Self {
        Self {
            url,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Value {
        self.http
            .get(format!("{}{path}", self.url))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self
            .http
            .post(format!("{}{path}", self.url))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(
            answer.status().is_success(),
            "{path}: {}",
            answer.text().await.unwrap()
        );
        answer.json().await.unwrap()
    }

    /// How often an operation was called since the start: `twilio.buy`, `telna.order`.
    pub async fn calls(&self, operation: &str) -> u64 {
        self.get("/_sandbox/calls").await["counts"][operation]
            .as_u64()
            .unwrap_or(0)
    }

    /// Everything the vendors hold for us.
    pub async fn inventory(&self) -> Value {
        self.get("/_sandbox/inventory").await
    }

    /// Makes the next `times` calls of an operation fail in this way (`500_after`, `drop_before`, `hang_after` …).
    pub async fn fail(&self, operation: &str, mode: &str, times: u32) {
        let fault = json!({ "operation": operation, "mode": mode, "times": times, "failure_rate": 1 });
        self.post("/_sandbox/faults", fault).await;
    }

    /// Sends events of a payment as the gateway would: repeated, reordered, forged or claiming something untrue.
    pub async fn webhook(&self, body: Value) -> Value {
        self.post("/_sandbox/webhooks/flutterwave", body).await
    }

    /// The payer's choice on the hosted page: `pay`, `decline` or `walk_away`. Returns where the browser goes.
    pub async fn choose(&self, checkout_url: &str, choice: &str) -> String {
        let answer = self
            .http
            .post(checkout_url)
            .form(&[("choice", choice)])
            .send()
            .await
            .unwrap();
        answer.headers()["location"].to_str().unwrap().to_owned()
    }
}

impl Sandbox {
    /// Ends every fault.
    pub async fn heal(&self) {
        self.http
            .delete(format!("{}/_sandbox/faults", self.url))
            .send()
            .await
            .unwrap();
    }

    /// Mails to an address, newest first.
    pub async fn mails(&self, to: &str) -> Vec<Value> {
        let mails = self.get(&format!("/mailbox.json?to={to}")).await;
        mails["data"].as_array().expect("a list of mails").clone()
    }
}

impl Sandbox {
    /// Waits until an operation was called more often than `before`.
    pub async fn called_again(&self, operation: &str, before: u64) {
        super::process::until(operation, async || self.calls(operation).await > before).await;
    }
}

impl Sandbox {
    /// Opens an account at the sandbox's Flutterwave; `replaces` rolls that key, whose account lives on under the new one.
    pub async fn open_account(&self, secret_key: &str, webhook_hash: &str, replaces: Option<&str>) {
        let account = json!({ "secret_key": secret_key, "webhook_hash": webhook_hash, "replaces": replaces });
        self.post("/_sandbox/accounts", account).await;
    }
}
