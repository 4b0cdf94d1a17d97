//! Telna Connect Flex: products, work orders, eSIM profiles and their usage.
//!
//! Telna publishes no specification. Field names are those seen in working integrations; what had to be
//! assumed says so where it stands.

mod answer;
pub mod catalogue;
mod diagnostic;
mod orders;
mod products;
mod profile;
pub mod territories;

use axum::routing::get;
use axum::{Router, middleware};

use self::answer::Failure;
use super::state::Sandbox;

pub use self::profile::{STATES, allowance_of, is_in_use, start_clocks, with_luhn};

/// The routes below `/v1`.
pub fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/ordering/products", get(products::list))
        .route("/ordering/products/{id}", get(products::fetch))
        .route("/ordering/work-orders", get(orders::find).post(orders::create))
        .route("/ordering/work-orders/{id}", get(orders::fetch))
        .route("/diagnostic/euicc-profiles/{iccid}", get(diagnostic::profile))
        .route("/diagnostic/usages", get(diagnostic::usages))
        .fallback(|| async { Failure::NotFound("not found") })
        .layer(middleware::from_fn(answer::check_token))
}

/// Ids of all plans.
#[cfg(test)]
pub fn catalogue_ids() -> Vec<u64> {
    catalogue::all().iter().map(|product| product.id).collect()
}
