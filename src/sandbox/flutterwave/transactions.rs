//! Looking up transactions.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::memory::Transaction;
use super::super::state::Sandbox;
use super::account::Account;
use super::answer::{Failure, success};
use super::events::show;

impl Transaction {
    pub(super) fn is_of(&self, account: &str) -> bool {
        self.checkout.account == account
    }
}

const PAGE: usize = 10;
pub(super) const NOT_FOUND: &str = "No transaction was found for this id";

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
