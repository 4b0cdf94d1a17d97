//! The SQL of the settlement room. Reads the ledger, whose sums are what the two sides owe; never writes it.

mod decisions;
mod documents;
mod float;
mod payouts;
mod position;

pub(super) use self::{decisions::*, documents::*, float::*, payouts::*, position::*};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Sold;
use crate::shared::{
    ids::{EarningId, OrderId, ResellerId, TransferId},
    money::Money,
};

/// What platform and reseller owe each other is counted and changed by one at a time.
pub(super) async fn lock(conn: &mut PgConnection, reseller: ResellerId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("settlement:{reseller}"),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_sale(
    conn: &mut PgConnection,
    reseller: ResellerId,
    sold: Sold,
    transfer: TransferId,
    amount: Money,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (order, message, call) = match sold {
        Sold::Order(id) => (Some(id.uuid()), None, None),
        Sold::Message(id) => (None, Some(id.uuid()), None),
        Sold::Call(id) => (None, None, Some(id.uuid())),
    };
    sqlx::query!(
        "insert into earnings (reseller_id, id, kind, order_id, message_id, call_id, transfer_id, amount_micros, currency,
                               available_at, created_at)
         select $1, $2, 'sale', $3, $8, $9, $4, $5, $6, $7::timestamptz + make_interval(days => earnings_hold_days), $7
         from resellers where id = $1",
        reseller.uuid(),
        EarningId::new().uuid(),
        order,
        transfer.uuid(),
        amount.micros(),
        amount.currency().code(),
        now,
        message,
        call,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_clawback(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
    transfer: TransferId,
    amount: Money,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into earnings (reseller_id, id, kind, order_id, transfer_id, amount_micros, currency, available_at,
                               created_at)
         select $1, $2, 'clawback', $3, $4, $5, $6,
                coalesce((select available_at from earnings
                          where reseller_id = $1 and order_id = $3 and kind = 'sale' and payout_id is null), $7), $7",
        reseller.uuid(),
        EarningId::new().uuid(),
        order.uuid(),
        transfer.uuid(),
        amount.micros(),
        amount.currency().code(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
