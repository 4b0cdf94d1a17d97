//! Whether a line that runs low gets more data by itself.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Builder;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{LineId, OrganizationId, PlanId, QuoteId},
        policy::Effective,
    },
};

const BYTES_PER_MB: i64 = 1_000_000;

/// More data to buy. It is an order like any other: budgets and policies are asked when it is placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopUpWish {
    pub plan: PlanId,
    /// Follows from the line, the month and the count, so that two workers buy once.
    pub key: QuoteId,
}

/// `None` while enough is left, one is in flight, or the month's are used up.
pub async fn top_up_wish(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    rules: &Effective,
    (line, left_bytes): (LineId, i64),
    now: DateTime<Utc>,
) -> Result<Option<TopUpWish>, Internal> {
    let Some(rule) = rules.top_up.value.on() else {
        return Ok(None);
    };
    if left_bytes >= rule.below_mb.saturating_mul(BYTES_PER_MB) {
        return Ok(None);
    }
    let month = store::month(conn, scope.reseller(), organization, now).await?;
    let keys: Vec<QuoteId> = (0..rule.at_most).map(|count| key(line, &month, count)).collect();
    let orders = store::orders_of(conn, scope.reseller(), &keys).await?;
    if orders.iter().any(|order| order.is_in_flight) {
        return Ok(None);
    }
    let free = keys
        .into_iter()
        .find(|key| orders.iter().all(|order| order.quote != *key));
    Ok(free.map(|key| TopUpWish { plan: rule.plan, key }))
}

fn key(line: LineId, month: &str, count: u8) -> QuoteId {
    let digest = Sha256::digest(format!("top-up:{line}:{month}:{count}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Builder::from_custom_bytes(bytes).into_uuid().into()
}
