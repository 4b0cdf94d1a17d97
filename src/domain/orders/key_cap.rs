//! What a key of the REST interface may still spend today.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Buys},
    shared::{
        ids::ApiKeyId,
        money::{Money, PositiveMoney},
    },
};

/// What is left of the key's day for orders and messages, at most the cap; the key stays locked until the transaction
/// ends, so that two of its requests at once never both see room for the last one.
pub async fn key_cap(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    key: ApiKeyId,
    cap: PositiveMoney,
    now: DateTime<Utc>,
) -> Result<Money, Internal> {
    store::lock_key(conn, key).await?;
    let spent = store::spent_today(conn, buyer.reseller(), key, now, cap.get().currency()).await?;
    Ok(cap.get().minus(spent)?)
}
