//! Accounts of the sandbox's Flutterwave with a webhook hash of their own, and keys that are rolled.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::{Refusal, read};

/// An account to open, or to open anew under another key.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    secret_key: String,
    webhook_hash: String,
    /// The key this one replaces: the account keeps its transactions, and the old key opens nothing any more.
    replaces: Option<String>,
}

/// `POST /_sandbox/accounts`
pub async fn open(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Refusal> {
    let wish: Wish = read(body)?;
    sandbox
        .change(move |memory| {
            if let Some(old) = wish.replaces {
                let checkouts = memory.checkouts.values_mut();
                let paid = memory.transactions.iter_mut().map(|paid| &mut paid.checkout);
                for checkout in checkouts.chain(paid).filter(|checkout| checkout.account == old) {
                    checkout.account.clone_from(&wish.secret_key);
                }
                memory.flutterwave_rolled.insert(old);
            }
            memory
                .flutterwave_hashes
                .insert(wish.secret_key, wish.webhook_hash);
        })
        .await;
    Ok(Json(json!({ "opened": true })))
}
