//! Whether a shop sells. `resellers` decides when it may change.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::error::Internal,
    shared::{ids::ResellerId, shop_set_up::ShopStatus},
};

/// The status, which nobody changes until the caller's transaction ends; `None` when there is no such reseller.
pub async fn lock_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<ShopStatus>, Internal> {
    store::terms::lock_status(conn, reseller)
        .await?
        .map(|text| ShopStatus::parse(&text).ok_or_else(|| Internal::broken("unknown status of a shop")))
        .transpose()
}

/// Sets the status in the caller's transaction (of the worker's role). `reason` is kept with a suspension alone.
pub async fn set_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
    status: ShopStatus,
    reason: &str,
) -> Result<(), sqlx::Error> {
    store::terms::set_status(conn, reseller, status.as_str(), reason).await
}
