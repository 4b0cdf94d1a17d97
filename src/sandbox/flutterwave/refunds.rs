//! Giving money back, and the list of what was given back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::{Memory, Refund};
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::account::Account;
use super::answer::{Failure, amount, number, success};
use super::transactions::NOT_FOUND;

/// `POST /transactions/{id}/refund`: the amount given, or all that is left.
pub async fn refund(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let body: Value = if body.is_empty() {
        json!({})
    } else {
        serde_json::from_slice(&body).map_err(|_| Failure::bad("Invalid request"))?
    };
    let fields = body.as_object().ok_or_else(|| Failure::bad("Invalid request"))?;
    if let Some(unknown) = fields
        .keys()
        .find(|name| !["amount", "comments", "callbackurl"].contains(&name.as_str()))
    {
        return Err(Failure::bad(format!("\"{unknown}\" is not allowed")));
    }
    let wanted = match body.get("amount") {
        None => None,
        Some(value) => Some(amount(value).ok_or_else(|| Failure::bad("amount must be a positive number"))?),
    };
    let comments = body["comments"].as_str().map(str::to_owned);
    sandbox
        .change(move |memory| {
            let magic = magic_of(memory, &id);
            match magic {
                Some(Magic::OutOfStock) => {
                    return Err(Failure::bad("The issuer does not take this payment back"));
                }
                Some(Magic::RateLimited) if memory.refuse_by_rate(&format!("refund {id}")) => {
                    return Ok(Outcome::RateLimited.into_response());
                }
                _ => {}
            }
            let data = give_back(memory, &account, &id, wanted, comments)?;
            let answer = success("Transaction refund initiated", data).into_response();
            Ok(Magic::after_sale(magic, answer))
        })
        .await
}

/// What the payer chose by the amount of the payment.
fn magic_of(memory: &Memory, id: &str) -> Option<Magic> {
    let paid = memory
        .transactions
        .iter()
        .find(|transaction| transaction.id.to_string() == id)?;
    Magic::of_payment(paid.checkout.amount)
}

fn give_back(
    memory: &mut Memory,
    account: &str,
    id: &str,
    wanted: Option<Decimal>,
    comments: Option<String>,
) -> Result<Value, Failure> {
    let found = memory
        .transactions
        .iter()
        .find(|transaction| transaction.is_of(account) && transaction.id.to_string() == id)
        .cloned();
    let transaction = found.ok_or_else(|| Failure::not_found(NOT_FOUND))?;
    let refunded: Decimal = memory
        .refunds
        .iter()
        .filter(|refund| refund.transaction == transaction.id)
        .map(|refund| refund.amount)
        .sum();
    let left = transaction.checkout.amount - refunded;
    let amount = wanted.unwrap_or(left);
    if !transaction.is_successful || amount > left || left.is_zero() {
        return Err(Failure::bad(
            "Refund amount is more than what is left of the transaction",
        ));
    }
    let id = memory.next_id();
    let refund = Refund {
        id,
        transaction: transaction.id,
        flw_ref: format!("URF_SANDBOX_{id}"),
        amount,
        comments,
        created_at: memory.now(),
    };
    let mut data = show(&refund);
    data["account_id"] = json!(73_362);
    data["wallet_id"] = json!(74_639);
    memory.refunds.push(refund);
    Ok(data)
}

fn show(refund: &Refund) -> Value {
    json!({
        "id": refund.id,
        "tx_id": refund.transaction,
        "flw_ref": refund.flw_ref,
        "amount_refunded": number(refund.amount),
        "status": "completed",
        "destination": "payment_source",
        "comments": refund.comments,
        "meta": { "source": "availablebalance" },
        "created_at": refund.created_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
    })
}

/// The query of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// A transaction's id.
    id: Option<u64>,
}

/// `GET /refunds?id=`, newest first, all on one page, with the names the list has for a refund's fields
pub async fn list(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Query(query): Query<ListQuery>,
) -> Json<Value> {
    let found: Vec<Value> = sandbox.read(|memory| {
        let is_ours = |id: u64| {
            let mut made = memory.transactions.iter();
            made.any(|made| made.id == id && made.is_of(&account))
        };
        let matching = memory
            .refunds
            .iter()
            .rev()
            .filter(|refund| is_ours(refund.transaction))
            .filter(|refund| query.id.is_none_or(|id| refund.transaction == id));
        matching
            .map(|refund| {
                json!({
                    "id": refund.id,
                    "TransactionId": refund.transaction,
                    "FlwRef": refund.flw_ref,
                    "AmountRefunded": number(refund.amount),
                    "status": "completed-mpgs",
                    "destination": "payment_source",
                    "comments": refund.comments,
                    "createdAt": refund.created_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
                })
            })
            .collect()
    });
    success("Refunds fetched", Value::Array(found))
}
