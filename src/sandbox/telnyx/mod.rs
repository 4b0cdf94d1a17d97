//! Telnyx's API v2, as far as the product uses it: search, orders, numbers, messages, call control, balance.
//!
//! Stricter than Telnyx in one thing: a parameter or a field that its specification does not name is refused, because a
//! misspelt one would otherwise be ignored in silence. Orders are accepted first and carried out when they are looked at.

mod addresses;
mod answer;
mod available;
pub mod book;
pub mod calls;
pub mod exchange;
pub mod messages;
mod numbers;
pub mod orders;
pub mod postman;
mod requirements;
mod stock;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, patch, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use self::answer::Failure;
use super::state::Sandbox;

/// The routes below `/v2`.
pub fn routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route("/available_phone_numbers", get(available::search))
        .route("/number_orders", get(orders::list).post(orders::create))
        .route("/number_orders/{id}", get(orders::fetch).patch(orders::give))
        .route("/addresses", post(addresses::create))
        .route("/requirements", get(requirements::list))
        .route("/number_reservations", post(orders::reserve))
        .route("/sub_number_orders/{id}/cancel", patch(orders::cancel))
        .route("/phone_numbers", get(numbers::list))
        .route(
            "/phone_numbers/{id}",
            delete(numbers::release).patch(numbers::change),
        )
        .route("/phone_numbers/{id}/messaging", patch(numbers::change_messaging))
        .route("/messages", post(messages::send))
        .route("/messages/{id}", get(messages::fetch))
        .route("/detail_records", get(messages::records))
        .route("/calls", post(calls::dial))
        .route("/calls/{sid}", get(calls::fetch))
        .route("/calls/{sid}/actions/{action}", post(calls::act))
        .route("/call_events", get(calls::events))
        .route("/recordings", get(calls::recordings))
        .route("/balance", get(balance))
        .fallback(|| async { Failure::not_found() })
        .layer(middleware::from_fn_with_state(sandbox, check))
        .route("/sounds/{id}", get(calls::sound))
}

fn is_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

async fn balance() -> Json<Value> {
    Json(json!({ "data": {
        "record_type": "balance", "balance": "18000.00", "credit_limit": "0.00", "available_credit": "18000.00",
        "pending": "0.00", "currency": "USD",
    } }))
}

/// The key of the settings, as a bearer token.
async fn check(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    let is_key = given
        .as_bytes()
        .ct_eq(sandbox.settings().telnyx_api_key.as_bytes());
    if !bool::from(is_key) {
        return Failure::unauthorized().into_response();
    }
    next.run(request).await
}
