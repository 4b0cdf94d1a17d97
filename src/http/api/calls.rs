//! `/calls`: calls from and to the shop's customers' numbers.

use axum::{Extension, Json, http::Uri, response::IntoResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller},
    input,
    orders::customer_filter,
    wire::{Amount, Common, Page},
};
use crate::{
    domain::{
        api::KeyScope,
        calls::{self, CallRecord},
        time_cursor::TimeCursor,
    },
    shared::call::CallState,
};

/// How far a call came.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = CallStatus)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Queued,
    Unknown,
    Ringing,
    InProgress,
    Completed,
    Busy,
    NoAnswer,
    Failed,
    Canceled,
    /// Ended because the payer's money was used up.
    CutOff,
}

impl From<CallState> for Status {
    fn from(state: CallState) -> Self {
        match state {
            CallState::Queued => Self::Queued,
            CallState::Unknown => Self::Unknown,
            CallState::Ringing => Self::Ringing,
            CallState::InProgress => Self::InProgress,
            CallState::Completed => Self::Completed,
            CallState::Busy => Self::Busy,
            CallState::NoAnswer => Self::NoAnswer,
            CallState::Failed => Self::Failed,
            CallState::Canceled => Self::Canceled,
            CallState::CutOff => Self::CutOff,
        }
    }
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
pub struct Call {
    /// `cal_…`.
    id: String,
    /// `out` or `in`.
    direction: String,
    status: Status,
    customer_id: String,
    from: String,
    to: String,
    /// Talked, or left as a message; null before the end.
    seconds: Option<i32>,
    /// In whole billing steps.
    billed_seconds: Option<i32>,
    /// Null while it goes on, and for a call that cost nothing.
    price: Option<Amount>,
    /// Somebody left a message.
    has_voicemail: bool,
    created_at: DateTime<Utc>,
}

impl From<CallRecord> for Call {
    fn from(record: CallRecord) -> Self {
        let row = record.row;
        let (from, to) = if row.is_out {
            (record.number, row.peer)
        } else {
            (row.peer, record.number)
        };
        Self {
            id: row.id.to_string(),
            direction: if row.is_out { "out" } else { "in" }.into(),
            status: row.state.into(),
            customer_id: record.customer.to_string(),
            from,
            to,
            seconds: row.seconds,
            billed_seconds: record.billed_seconds,
            price: row.charged.map(Amount::from),
            has_voicemail: row.has_voicemail,
            created_at: row.at,
        }
    }
}

/// Which calls.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CallsQuery {
    /// Only this customer's.
    #[param(example = "usr_0192d5e8a0007000800000000000000a")]
    customer_id: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Calls of the shop's customers, made and received, newest first.
#[utoipa::path(
    get, path = "/api/v1/calls", tag = "Calls", operation_id = "list_calls", params(CallsQuery),
    responses((status = 200, description = "A page of calls", body = Page<Call>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::NumbersRead)?;
    let query: CallsQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let customer = customer_filter(query.customer_id.as_deref())?;
    let after: Option<TimeCursor> = input::after("calls", query.cursor.as_deref())?
        .map(|text| text.parse().map_err(|_| input::bad_cursor()))
        .transpose()?;
    let rows = calls::records(&caller.asked.backend, &key.client, customer, after, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?;
    let (rows, next_cursor) = input::page(rows, limit, |record| {
        input::cursor("calls", &record.cursor().to_string())
    });
    let data = rows.into_iter().map(Call::from).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}
