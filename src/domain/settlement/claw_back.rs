//! A refund takes the reseller's share back: out of what is not paid yet, or out of what it will earn next.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{OrderId, TransferId},
        money::Money,
    },
};

/// Notes what the refund's transfer took from the reseller's earnings (`taken` is above zero), in the transaction that
/// posts it. It waits together with the sale's own share; once that was paid out it counts at once.
pub async fn claw_back(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    order: OrderId,
    transfer: TransferId,
    taken: Money,
) -> Result<(), Internal> {
    if taken.is_zero() {
        return Ok(());
    }
    Ok(store::insert_clawback(conn, scope.reseller(), order, transfer, taken.negated()?, now).await?)
}
