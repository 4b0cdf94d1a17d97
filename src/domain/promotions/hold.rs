//! The life of a use, in the transactions of its order: held, then counted or released.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{PromoError, store};
use crate::{
    domain::{
        error::Internal,
        scope::{Buys, Scope},
    },
    shared::{ids::OrderId, money::Money, promotion::AppliedPromotion},
};

/// Takes one of the code's uses for the order, if there is one left. The code's row stays locked until the caller's
/// transaction ends, so that whoever buys at the same time sees this use.
pub async fn hold(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    now: DateTime<Utc>,
    order: OrderId,
    promotion: &AppliedPromotion,
    discount: Money,
) -> Result<(), PromoError> {
    let reseller = buyer.reseller();
    let Some(limit) = store::take(conn, reseller, promotion.id).await? else {
        return Err(match store::by_code(conn, reseller, &promotion.code).await? {
            Some(promo) if promo.is_paused => PromoError::Paused,
            _ => PromoError::UsedUp,
        });
    };
    if let Some(limit) = limit.per_customer {
        let used = store::uses_by(conn, reseller, promotion.id, buyer.user()).await?;
        if used >= i64::from(limit) {
            return Err(PromoError::UsedByYou);
        }
    }
    store::insert_use(conn, buyer, promotion.id, order, discount, now).await?;
    Ok(())
}

/// Notes the use of an order that an operator made at the price of an earlier one, whatever the code's limits.
pub async fn adopt(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    now: DateTime<Utc>,
    order: OrderId,
    promotion: &AppliedPromotion,
    discount: Money,
) -> Result<(), Internal> {
    store::take_anyway(conn, buyer.reseller(), promotion.id).await?;
    store::insert_use(conn, buyer, promotion.id, order, discount, now).await?;
    Ok(())
}

/// The order was delivered: its use counts. An order without a code has none.
pub async fn count(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    order: OrderId,
) -> Result<(), Internal> {
    Ok(store::count(conn, scope.reseller(), order, now).await?)
}

/// The order failed or was refunded wholly: its use is free for somebody else. An order without a code has none.
pub async fn release(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    order: OrderId,
) -> Result<(), Internal> {
    Ok(store::release(conn, scope.reseller(), order, now).await?)
}
