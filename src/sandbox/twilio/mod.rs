//! Twilio's API of 2010, its pricing API and its Numbers API, as far as the product uses them.
//!
//! Stricter than Twilio in one thing: a parameter that its specification does not name is refused, because a
//! misspelt one would otherwise be ignored in silence.

mod addresses;
mod answer;
mod auth;
mod available;
mod buy;
pub mod calls;
pub mod exchange;
mod incoming;
pub mod messages;
mod params;
mod pattern;
pub mod postman;
mod pricing;
mod regulations;
mod twiml;

use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use serde_json::{Value, json};

use self::answer::Failure;
use self::auth::Account;
use super::state::Sandbox;

/// The routes below `/2010-04-01`.
pub fn routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route(
            "/Accounts/{account}/AvailablePhoneNumbers.json",
            get(available::countries),
        )
        .route(
            "/Accounts/{account}/AvailablePhoneNumbers/{country}",
            get(available::country),
        )
        .route(
            "/Accounts/{account}/AvailablePhoneNumbers/{country}/{kind}",
            get(available::search),
        )
        .route(
            "/Accounts/{account}/IncomingPhoneNumbers.json",
            get(incoming::list).post(buy::buy),
        )
        .route(
            "/Accounts/{account}/IncomingPhoneNumbers/{sid}",
            get(incoming::fetch)
                .post(incoming::update)
                .delete(incoming::release),
        )
        .route("/Accounts/{account}/Addresses.json", post(addresses::create))
        .route(
            "/Accounts/{account}/Messages.json",
            get(messages::list).post(messages::send),
        )
        .route("/Accounts/{account}/Messages/{sid}", get(messages::fetch))
        .route(
            "/Accounts/{account}/Calls.json",
            get(calls::list).post(calls::ring),
        )
        .route(
            "/Accounts/{account}/Calls/{sid}",
            get(calls::fetch).post(calls::change),
        )
        .route("/Accounts/{account}/Recordings/{sid}", get(calls::recording))
        .route("/Accounts/{account}/Balance.json", get(balance))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(sandbox, auth::check))
}

/// The routes of the pricing API, with their version.
pub fn pricing_routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route("/v1/PhoneNumbers/Countries", get(pricing::number_countries))
        .route("/v1/PhoneNumbers/Countries/{country}", get(pricing::numbers))
        .route("/v1/Messaging/Countries", get(pricing::messaging_countries))
        .route("/v1/Messaging/Countries/{country}", get(pricing::messaging))
        .route("/v2/Voice/Countries", get(pricing::voice_countries))
        .route("/v2/Voice/Countries/{country}", get(pricing::voice))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(sandbox, auth::check))
}

/// The routes of the Numbers API, with their version.
pub fn numbers_routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route("/v2/RegulatoryCompliance/Regulations", get(regulations::list))
        .fallback(missing)
        .layer(middleware::from_fn_with_state(sandbox, auth::check))
}

async fn balance(account: Account) -> Json<Value> {
    Json(json!({ "account_sid": account.sid, "balance": "25000.00", "currency": "USD" }))
}

async fn missing(uri: axum::http::Uri) -> Failure {
    Failure::not_found(uri.path())
}
