//! Turns an order's holds into the sale they were made for.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    post::{self, PostError, Posted},
    store,
    transfer::Transfer,
};
use crate::{domain::scope::Scope, shared::ids::OrderId};

/// Frees the order's open holds and posts the sale, in the caller's transaction: either both or neither. A replay
/// finds no open hold and the posted key, and moves nothing.
pub async fn capture(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    order: OrderId,
    sale: &Transfer,
) -> Result<Posted, PostError> {
    let reseller = scope.reseller();
    let open = store::lock_open_holds(conn, reseller, order).await?;
    for hold in &open {
        store::add_held(conn, reseller, hold.wallet, hold.amount.negated()?).await?;
    }
    let posted = post::post(conn, scope, now, sale).await?;
    for hold in &open {
        store::close_hold(conn, reseller, hold.id, "captured", Some(posted.id), now).await?;
    }
    Ok(posted)
}
