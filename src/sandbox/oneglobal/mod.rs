//! 1GLOBAL's Connect API, version 2026-02-05: accounts, subscribers, offerings, orders, subscriptions, products, events.
//!
//! Stricter than the real one where its specification leaves room: unknown fields, a missing version or key, and a
//! token that has expired are refused. Orders are accepted first and completed when they are looked at.

mod accounts;
mod answer;
pub mod book;
pub mod events;
mod offerings;
mod orders;
mod sell;
mod subscriptions;
mod token;
pub mod usage;

use axum::routing::{get, post};
use axum::{Router, middleware};

use self::answer::Problem;
use super::state::Sandbox;

pub use self::token::issue as issue_token;

/// The routes below `/connect`.
pub fn routes(sandbox: Sandbox) -> Router<Sandbox> {
    Router::new()
        .route("/accounts", get(accounts::list).post(accounts::create))
        .route("/accounts/{id}", get(accounts::fetch))
        .route(
            "/subscribers",
            get(accounts::subscribers).post(accounts::create_subscriber),
        )
        .route("/product-offerings", get(offerings::list))
        .route("/product-offerings/{id}", get(offerings::fetch))
        .route("/orders", get(orders::list).post(orders::create))
        .route("/orders/{id}", get(orders::fetch))
        .route("/subscriptions", get(subscriptions::list))
        .route("/subscriptions/{id}", get(subscriptions::fetch))
        .route("/subscriptions/{id}/{step}", post(subscriptions::step))
        .route("/products", get(subscriptions::products))
        .fallback(|| async { Problem::not_found("resource") })
        .layer(middleware::from_fn_with_state(sandbox, token::check))
}
