//! `/wallets`: figures and movements.

use axum::{Extension, Json, extract::Path, http::Uri, response::IntoResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller, not_found},
    input,
    wire::{Amount, Common, Page, ProblemSchema},
};
use crate::{
    domain::{
        api::KeyScope,
        error::Internal,
        wallet::{balance::Purse, entries},
    },
    shared::{currency::Currency, ids::WalletId, money::Money, wallet::StatementRow},
};

/// What is there, set aside, and left to spend.
#[derive(Debug, Serialize, ToSchema)]
pub struct Wallet {
    /// For `/wallets/{id}/entries`; null before the first movement.
    id: Option<String>,
    /// Cash and credit.
    balance: Amount,
    /// The cash alone: what can be paid out.
    cash: Amount,
    /// Set aside for orders in flight.
    held: Amount,
    /// How far below zero it may go.
    credit_limit: Amount,
    /// `balance + credit_limit − held`.
    available: Amount,
    as_of: DateTime<Utc>,
}

impl Wallet {
    /// As the interface shows it.
    pub fn of(purse: Option<Purse>, currency: Currency, now: DateTime<Utc>) -> Result<Self, Internal> {
        let zero = Money::zero(currency);
        let Some(purse) = purse else {
            return Ok(Self {
                id: None,
                balance: zero.into(),
                cash: zero.into(),
                held: zero.into(),
                credit_limit: zero.into(),
                available: zero.into(),
                as_of: now,
            });
        };
        Ok(Self {
            id: Some(purse.id.to_string()),
            available: purse.available()?.into(),
            balance: purse.balance.into(),
            cash: purse.cash.into(),
            held: purse.held.into(),
            credit_limit: purse.credit_limit.into(),
            as_of: now,
        })
    }
}

/// A movement of a wallet.
#[derive(Debug, Serialize, ToSchema)]
pub struct WalletEntry {
    transfer_id: String,
    at: DateTime<Utc>,
    /// What its owner reads.
    reason: String,
    /// Above zero in, below zero out.
    amount: Amount,
    balance_after: Amount,
    /// The order it belongs to.
    order_id: Option<String>,
}

impl From<StatementRow> for WalletEntry {
    fn from(row: StatementRow) -> Self {
        Self {
            transfer_id: row.transfer_id.to_string(),
            at: row.at,
            reason: row.reason,
            amount: row.amount.into(),
            balance_after: row.balance_after.into(),
            order_id: row.order_id.map(|id| id.to_string()),
        }
    }
}

/// Which movements.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// The movements of a wallet of the shop: a customer's, an organization's, or the reseller's float. Newest first.
#[utoipa::path(
    get, path = "/api/v1/wallets/{id}/entries", tag = "Wallets", operation_id = "list_wallet_entries",
    params(
        ("id" = String, Path, description = "`wal_…`", example = "wal_0192d5e8a0007000800000000000000a"),
        EntriesQuery,
    ),
    responses(
        (status = 200, description = "A page of movements", body = Page<WalletEntry>),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, Path(id): Path<String>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::WalletsRead)?;
    let query: EntriesQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let id: WalletId = id.parse().map_err(|_| not_found("wallet"))?;
    let before = input::after("entries", query.cursor.as_deref())?
        .map(|text| text.parse().map_err(|_| input::bad_cursor()))
        .transpose()?;
    let rows = entries::entries(&caller.asked.backend, &key.client, id, before, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("wallet"))?;
    let (rows, next_cursor) = input::page(rows, limit, |(position, _)| {
        input::cursor("entries", &position.to_string())
    });
    let data = rows.into_iter().map(|(_, row)| WalletEntry::from(row)).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}
