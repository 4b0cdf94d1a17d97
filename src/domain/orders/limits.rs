//! What the platform lets a shop sell.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::PgConnection;

use super::{item::Item, place::PlaceError, store};
use crate::{domain::scope::Buys, shared::money::Money};

/// Refuses what is switched off for the shop, dearer than its dearest order, or more than its day. The day is looked at
/// without a lock, so orders placed at the same moment may together pass it by a little.
pub(super) async fn check(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    item: &Item,
    charged: Money,
    now: DateTime<Utc>,
) -> Result<(), PlaceError> {
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let Some(found) = store::limits::find(conn, buyer.reseller(), midnight).await? else {
        return Ok(());
    };
    let is_sold = match item {
        Item::Number { .. } => found.sells_numbers,
        Item::Esim(_) | Item::Line { .. } => found.sells_esims,
    };
    let fits = |most: Option<i64>, sold: i64| {
        most.is_none_or(|most| charged.micros().checked_add(sold).is_some_and(|sum| sum <= most))
    };
    if is_sold && fits(found.order_max_micros, 0) && fits(found.day_max_micros, found.sold_today_micros) {
        Ok(())
    } else {
        Err(PlaceError::ShopClosed)
    }
}
