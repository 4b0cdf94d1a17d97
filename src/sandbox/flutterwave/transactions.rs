//! Looking up and refunding transactions.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::memory::{Memory, Refund, Transaction};
use super::super::state::Sandbox;
use super::account::Account;
use super::answer::{Failure, amount, number, success};
use super::events::show;

impl Transaction {
    fn is_of(&self, account: &str) -> bool {
        self.checkout.account == account
    }
}

const PAGE: usize = 10;
const NOT_FOUND: &str = "No transaction was found for this id";

/// `GET /transactions/{id}/verify`
pub async fn verify(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    sandbox
        .read(|memory| {
            memory
                .transactions
                .iter()
                .find(|transaction| transaction.is_of(&account) && transaction.id.to_string() == id)
                .map(show)
        })
        .map(|data| success("Transaction fetched successfully", data))
        .ok_or_else(|| Failure::not_found(NOT_FOUND))
}

/// The query of the look-up by reference.
#[derive(Deserialize)]
pub struct Reference {
    tx_ref: String,
}

/// `GET /transactions/verify_by_reference?tx_ref=`: the successful attempt, else the last one.
pub async fn verify_by_reference(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Query(reference): Query<Reference>,
) -> Result<Json<Value>, Failure> {
    sandbox
        .read(|memory| {
            let attempts = || {
                memory.transactions.iter().filter(|transaction| {
                    transaction.is_of(&account) && transaction.checkout.tx_ref == reference.tx_ref
                })
            };
            attempts()
                .find(|attempt| attempt.is_successful)
                .or_else(|| attempts().next_back())
                .map(show)
        })
        .map(|data| success("Transaction fetched successfully", data))
        .ok_or_else(|| Failure::not_found("No transaction was found for this reference"))
}

/// The query of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    /// First day, `YYYY-MM-DD`.
    from: Option<chrono::NaiveDate>,
    /// Last day.
    to: Option<chrono::NaiveDate>,
    page: Option<usize>,
    customer_email: Option<String>,
    status: Option<String>,
    tx_ref: Option<String>,
    currency: Option<String>,
}

/// `GET /transactions`, newest first, ten on a page
pub async fn list(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Query(query): Query<ListQuery>,
) -> Json<Value> {
    let wants = |wanted: &Option<String>, value: &str| wanted.as_deref().is_none_or(|wanted| wanted == value);
    let found: Vec<Value> = sandbox.read(|memory| {
        let matching = memory.transactions.iter().rev().filter(|transaction| {
            let (checkout, day) = (&transaction.checkout, transaction.created_at.date_naive());
            transaction.is_of(&account)
                && wants(&query.tx_ref, &checkout.tx_ref)
                && wants(&query.customer_email, &checkout.customer_email)
                && wants(&query.currency, &checkout.currency)
                && wants(
                    &query.status,
                    if transaction.is_successful {
                        "successful"
                    } else {
                        "failed"
                    },
                )
                && query.from.is_none_or(|from| from <= day)
                && query.to.is_none_or(|to| day <= to)
        });
        matching.map(show).collect()
    });
    let page = query.page.unwrap_or(1).max(1);
    let (total, pages) = (found.len(), found.len().div_ceil(PAGE).max(1));
    let data: Vec<Value> = found
        .into_iter()
        .skip((page - 1).saturating_mul(PAGE))
        .take(PAGE)
        .collect();
    let info = json!({ "total": total, "current_page": page, "total_pages": pages });
    Json(
        json!({ "status": "success", "message": "Transactions fetched", "meta": { "page_info": info }, "data": data }),
    )
}

/// `POST /transactions/{id}/refund`: the amount given, or all that is left.
pub async fn refund(
    State(sandbox): State<Sandbox>,
    Account(account): Account,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Json<Value>, Failure> {
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
    let data = sandbox
        .change(move |memory| give_back(memory, &account, &id, wanted, comments))
        .await?;
    Ok(success("Transaction refund initiated", data))
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
    let data = json!({
        "id": refund.id,
        "account_id": 73_362,
        "tx_id": refund.transaction,
        "flw_ref": refund.flw_ref,
        "wallet_id": 74_639,
        "amount_refunded": number(refund.amount),
        "status": "completed",
        "destination": "payment_source",
        "comments": refund.comments,
        "meta": { "source": "availablebalance" },
        "created_at": refund.created_at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
    });
    memory.refunds.push(refund);
    Ok(data)
}
