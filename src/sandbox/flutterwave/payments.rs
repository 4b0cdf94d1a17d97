//! `POST /payments`: a link to a hosted checkout.

use axum::Json;
use axum::extract::State;
use chrono::TimeDelta;
use serde_json::Value;

use super::super::memory::{Checkout, Memory, Transaction};
use super::super::state::Sandbox;
use super::account::Account;
use super::answer::{Failure, amount, success};

const KNOWN: [&str; 14] = [
    "tx_ref",
    "amount",
    "currency",
    "redirect_url",
    "customer",
    "payment_plan",
    "payment_options",
    "session_duration",
    "link_expiration",
    "max_retry_attempt",
    "meta",
    "customizations",
    "subaccounts",
    "configurations",
];

/// Creates the checkout. An unknown field is refused, stricter than Flutterwave: it would be a misspelt one.
pub async fn create(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    let draft = Checkout {
        account,
        ..read(&body)?
    };
    let minutes = body["session_duration"].as_i64().filter(|minutes| *minutes > 0);
    let base = sandbox.settings().public_url.trim_end_matches('/').to_owned();
    let token = sandbox
        .change(move |memory| {
            if memory.paid(&draft) {
                return None;
            }
            let now = memory.now();
            let expires_at = minutes
                .and_then(TimeDelta::try_minutes)
                .and_then(|session| now.checked_add_signed(session));
            let token = draft.token.clone();
            memory.checkouts.insert(
                token.clone(),
                Checkout {
                    expires_at,
                    created_at: now,
                    ..draft
                },
            );
            Some(token)
        })
        .await
        .ok_or_else(|| {
            Failure::bad("Transaction with this tx_ref has already been completed (duplicate tx_ref)")
        })?;
    Ok(success(
        "Hosted Link",
        serde_json::json!({ "link": format!("{base}/flutterwave/checkout/{token}") }),
    ))
}

impl Memory {
    /// Whether a payment with this reference has succeeded at the checkout's account.
    pub fn paid(&self, checkout: &Checkout) -> bool {
        self.transactions
            .iter()
            .any(|transaction| transaction.is_successful && transaction.is_about(checkout))
    }
}

impl Transaction {
    /// The same account and the same reference.
    pub fn is_about(&self, checkout: &Checkout) -> bool {
        self.checkout.account == checkout.account && self.checkout.tx_ref == checkout.tx_ref
    }
}

fn read(body: &Value) -> Result<Checkout, Failure> {
    let fields = body.as_object().ok_or_else(|| Failure::bad("Invalid request"))?;
    if let Some(unknown) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(Failure::bad(format!("\"{unknown}\" is not allowed")));
    }
    let required = |value: &Value, name: &str| match value.as_str() {
        Some(text) if !text.is_empty() && text.len() <= 2_000 => Ok(text.to_owned()),
        _ => Err(Failure::bad(format!("{name} is required"))),
    };
    let customer = &body["customer"];
    let currency = body
        .get("currency")
        .map_or(Ok("NGN".to_owned()), |value| required(value, "currency"))?;
    if currency.len() != 3 || !currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return Err(Failure::bad("currency is invalid"));
    }
    let redirect_url = required(&body["redirect_url"], "redirect_url")?;
    if !redirect_url.starts_with("http://") && !redirect_url.starts_with("https://")
        || redirect_url.contains(char::is_whitespace)
    {
        return Err(Failure::bad("redirect_url must be a valid url"));
    }
    Ok(Checkout {
        token: format!("flwlnk-{:032x}", rand::random::<u128>()),
        account: String::new(),
        tx_ref: required(&body["tx_ref"], "tx_ref")?,
        amount: amount(&body["amount"]).ok_or_else(|| Failure::bad("amount is required"))?,
        currency,
        redirect_url,
        title: body["customizations"]["title"]
            .as_str()
            .unwrap_or("Payment")
            .to_owned(),
        customer_email: required(&customer["email"], "customer.email").and_then(|email| {
            match email.contains('@') {
                true => Ok(email),
                false => Err(Failure::bad("customer.email must be a valid email")),
            }
        })?,
        customer_name: customer["name"]
            .as_str()
            .unwrap_or("Anonymous customer")
            .to_owned(),
        customer_phone: customer["phonenumber"]
            .as_str()
            .or(customer["phone_number"].as_str())
            .map(str::to_owned),
        meta: body["meta"].clone(),
        expires_at: None,
        created_at: Default::default(),
    })
}
