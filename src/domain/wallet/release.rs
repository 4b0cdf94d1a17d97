//! Gives an order's held money back to its wallet. Nothing is posted: the money never left.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::OrderId,
};

/// Frees every open hold of the order, in the caller's transaction. A replay finds none and changes nothing.
pub async fn release(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    order: OrderId,
) -> Result<(), Internal> {
    let reseller = scope.reseller();
    for hold in store::lock_open_holds(conn, reseller, order).await? {
        store::add_held(conn, reseller, hold.wallet, hold.amount.negated()?).await?;
        store::close_hold(conn, reseller, hold.id, "released", None, now).await?;
    }
    Ok(())
}
