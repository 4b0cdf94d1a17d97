//! What is asked of a buyer and the shop before anything is sold.

use sqlx::PgConnection;

use super::store::users;
use crate::{
    domain::{error::Internal, scope::Buys, tenancy::shop::SettlementMode},
    shared::shop_set_up::ShopStatus,
};

/// Where buyer and shop stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub is_verified: bool,
    /// On the shop's staff, who try it out before it opens.
    pub is_staff: bool,
    pub shop: ShopStatus,
    pub settlement_mode: SettlementMode,
}

/// In the caller's transaction.
pub async fn standing(conn: &mut PgConnection, buyer: &impl Buys) -> Result<Standing, Internal> {
    let found = users::standing(conn, buyer.reseller(), buyer.user()).await?;
    Ok(Standing {
        is_verified: found.is_verified,
        is_staff: found.is_staff,
        shop: ShopStatus::parse(&found.status).ok_or_else(|| Internal::broken("unknown status of a shop"))?,
        settlement_mode: SettlementMode::parse(&found.settlement_mode)
            .ok_or_else(|| Internal::broken("unknown settlement mode"))?,
    })
}
