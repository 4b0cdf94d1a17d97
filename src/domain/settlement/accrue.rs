//! A reseller's share of a sale, payable once the hold window is over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{CallId, MessageId, OrderId, TransferId},
        money::Money,
    },
};

/// What was sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sold {
    Order(OrderId),
    Message(MessageId),
    Call(CallId),
}

/// Notes what the sale's transfer credited to the reseller's earnings, in the transaction that posts it. Nothing is
/// noted where nothing was earned.
pub async fn accrue(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    sold: Sold,
    transfer: TransferId,
    earned: Money,
) -> Result<(), Internal> {
    if earned.is_zero() {
        return Ok(());
    }
    Ok(store::insert_sale(conn, scope.reseller(), sold, transfer, earned, now).await?)
}
