//! Flutterwave v3: accounts, hosted checkout, transactions, refunds, webhooks.

pub mod account;
mod answer;
mod checkout;
pub mod events;
pub mod outbox;
mod payments;
mod refunds;
mod transactions;

use axum::routing::{get, post};
use axum::{Router, middleware};

use self::answer::Failure;
use super::state::Sandbox;

/// The routes below `/v3`.
pub fn api_routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route("/payments", post(payments::create))
        .route("/transactions", get(transactions::list))
        .route(
            "/transactions/verify_by_reference",
            get(transactions::verify_by_reference),
        )
        .route("/transactions/{id}/verify", get(transactions::verify))
        .route("/transactions/{id}/refund", post(refunds::refund))
        .route("/refunds", get(refunds::list))
        .fallback(|| async { Failure::not_found("Cannot find this resource") })
        .layer(middleware::from_fn_with_state(sandbox, account::check_key))
}

/// The pages a paying person sees.
pub fn checkout_routes() -> Router<Sandbox> {
    Router::new().route("/{token}", get(checkout::show).post(checkout::choose))
}
