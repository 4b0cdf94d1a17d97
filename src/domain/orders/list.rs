//! A customer's orders, newest first.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Customer},
    shared::{ids::OrderId, order::OrderRow},
};

/// Orders on a page.
pub const PAGE_ROWS: i64 = 50;

/// Orders before `before`, at most `limit` (capped at a page).
pub async fn list(
    backend: &Backend,
    customer: &Customer,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderRow>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = store::orders(&mut tx, customer, before, limit.clamp(1, PAGE_ROWS)).await?;
    tx.commit().await?;
    Ok(rows)
}
