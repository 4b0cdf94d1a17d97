//! Webhooks waiting to be delivered. They are remembered with the payment, so neither side's death loses one.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use serde_json::Value;

use super::super::memory::{Delivery, Memory};
use super::super::state::Sandbox;
use super::super::telnyx;
use super::super::twilio::postman;
use super::account::hash_of;

/// Then the sandbox gives up, as Flutterwave does after its own few attempts.
const ATTEMPTS: u32 = 6;
/// How many finished deliveries are remembered for `/_sandbox/inventory`.
const REMEMBERED: usize = 200;

impl Memory {
    /// Puts an account's event into the outbox, due now.
    pub fn post(&mut self, account: &str, event: Value) {
        self.put("", account, event);
    }

    /// Puts an event of a vendor with one account into the outbox, due now.
    pub fn post_of(&mut self, provider: &str, event: Value) {
        self.put(provider, "", event);
    }

    fn put(&mut self, provider: &str, account: &str, event: Value) {
        let id = self.next_id();
        self.outbox.push(Delivery {
            id,
            provider: provider.to_owned(),
            account: account.to_owned(),
            event,
            due: Utc::now(),
            attempts: 0,
            last_status: None,
            is_done: false,
        });
        let finished = self.outbox.iter().filter(|delivery| delivery.is_done).count();
        if finished > REMEMBERED
            && let Some(oldest) = self.outbox.iter().position(|delivery| delivery.is_done)
        {
            self.outbox.remove(oldest);
        }
    }
}

/// Delivers until the sandbox stops.
pub async fn run(sandbox: Sandbox) {
    loop {
        let next = sandbox.read(|memory| {
            memory
                .outbox
                .iter()
                .filter(|delivery| !delivery.is_done)
                .min_by_key(|delivery| (delivery.due, delivery.id))
                .cloned()
        });
        let wait = next
            .as_ref()
            .map(|delivery| (delivery.due - Utc::now()).to_std().unwrap_or_default());
        match (next, wait) {
            (Some(delivery), Some(Duration::ZERO)) => attempt(&sandbox, delivery).await,
            (_, wait) => {
                tokio::select! {
                    () = tokio::time::sleep(wait.unwrap_or(Duration::from_secs(3_600))) => {}
                    () = sandbox.outbox_changed().notified() => {}
                }
            }
        }
    }
}

async fn attempt(sandbox: &Sandbox, delivery: Delivery) {
    let status = match delivery.provider.as_str() {
        "1global" => send_basic(sandbox, &delivery.event, false).await,
        "twilio" => match serde_json::from_value(delivery.event.clone()) {
            Ok(report) => postman::send(sandbox, &report, false).await,
            Err(_) => None,
        },
        "telnyx" => match serde_json::from_value(delivery.event.clone()) {
            Ok(report) => telnyx::postman::send(sandbox, &report, Default::default()).await,
            Err(_) => None,
        },
        _ => {
            let hash = hash_of(sandbox, &delivery.account);
            send(sandbox, &delivery.event, &hash).await
        }
    };
    sandbox
        .change(move |memory| {
            if let Some(sent) = memory.outbox.iter_mut().find(|sent| sent.id == delivery.id) {
                sent.attempts += 1;
                sent.last_status = status;
                sent.is_done =
                    status.is_some_and(|status| (200..300).contains(&status)) || sent.attempts == ATTEMPTS;
                // 1 s, 3 s, 9 s … so that a server that restarts soon is told soon.
                sent.due = Utc::now() + TimeDelta::seconds(3_i64.pow(sent.attempts - 1));
            }
        })
        .await;
}

/// Sends one event with this secret hash; the answer's status, or `None` when there was no answer.
pub async fn send(sandbox: &Sandbox, event: &Value, secret_hash: &str) -> Option<u16> {
    let request = sandbox
        .http()
        .post(url_of(sandbox, "flutterwave"))
        .header("verif-hash", secret_hash)
        .header("content-type", "application/json");
    deliver(request, event).await
}

/// Sends one event of 1GLOBAL with the name and password of its webhooks, or with a wrong one.
pub async fn send_basic(sandbox: &Sandbox, event: &Value, is_forged: bool) -> Option<u16> {
    let (user, password) = &sandbox.settings().oneglobal_webhooks;
    let password = if is_forged { "forged" } else { password };
    let request = sandbox
        .http()
        .post(url_of(sandbox, "1global"))
        .basic_auth(user, Some(password))
        .header("content-type", "application/hal+json");
    deliver(request, event).await
}

fn url_of(sandbox: &Sandbox, provider: &str) -> String {
    let base = sandbox.settings().webhook_url.trim_end_matches('/');
    format!("{base}/webhooks/{provider}")
}

async fn deliver(request: reqwest::RequestBuilder, event: &Value) -> Option<u16> {
    match request.body(event.to_string()).send().await {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(error) => {
            tracing::warn!(%error, "a sandbox webhook found nobody");
            None
        }
    }
}
