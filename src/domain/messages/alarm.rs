//! The guard against pumping: many messages to one range of numbers, or far more than a person writes.

use chrono::{DateTime, TimeDelta, Utc};

use super::store::{self, Alarm};
use crate::{
    backend::Tx,
    domain::{error::Internal, scope::Buys},
    shared::message::MessageGuard,
};

/// What counts together.
const SPAN: TimeDelta = TimeDelta::minutes(10);
/// Digits at the end of a number that differ within a range.
const RANGE_DIGITS: usize = 4;

/// Looks at what was sent in the last ten minutes. Too much is written down once in that time; true when the shop's
/// setting is to refuse it. Counted without a lock, so what is sent at the same moment may pass it by a little.
pub(super) async fn watch(
    tx: &mut Tx,
    buyer: &impl Buys,
    peer: &str,
    now: DateTime<Utc>,
) -> Result<bool, Internal> {
    let reseller = buyer.reseller();
    let guard = store::guard(tx, reseller).await?.unwrap_or(MessageGuard::USUAL);
    let range: String = peer
        .chars()
        .take(peer.len().saturating_sub(RANGE_DIGITS))
        .collect();
    let counted = store::counts(tx, buyer, &range, now - SPAN).await?;
    let too_much = [
        ("range", counted.range, guard.range_max),
        ("customer", counted.customer, guard.customer_max),
        ("shop", counted.shop, guard.shop_max),
    ]
    .into_iter()
    .find(|(_, count, most)| *count >= i64::from(*most));
    let Some((kind, count, _)) = too_much else {
        return Ok(false);
    };
    let alarm = Alarm {
        kind,
        range: &range,
        counted: i32::try_from(count).unwrap_or(i32::MAX).saturating_add(1),
        is_refused: guard.is_enforced,
    };
    if store::insert_alarm(tx, buyer, &alarm, now, now - SPAN).await? {
        tracing::warn!(reseller_id = %reseller, kind, count, "many messages in ten minutes");
    }
    Ok(guard.is_enforced)
}
