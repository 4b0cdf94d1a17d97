//! A customer's orders, newest first.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{ids::OrderId, order::OrderRow},
};

/// Orders on a page.
pub const PAGE_ROWS: i64 = 50;

/// Orders before `before`, at most `limit` (capped at a page).
pub async fn list(
    backend: &Backend,
    buyer: &impl Buys,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderRow>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let rows = store::orders(&mut tx, buyer, before, limit.clamp(1, PAGE_ROWS)).await?;
    tx.commit().await?;
    Ok(rows)
}
