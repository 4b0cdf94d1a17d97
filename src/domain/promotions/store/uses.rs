//! Uses of codes.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::scope::Buys,
    shared::{
        currency::Currency,
        ids::{OrderId, PromoId, ResellerId, UserId},
        money::Money,
        promotion::PromoUseRow,
    },
};

/// What a code still allows.
pub(in crate::domain::promotions) struct Limit {
    pub per_customer: Option<i32>,
}

/// Counts one more use up to the limit, and locks the code. `None` when none is left or the code is paused.
pub(in crate::domain::promotions) async fn take(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PromoId,
) -> Result<Option<Limit>, sqlx::Error> {
    sqlx::query_as!(
        Limit,
        "update promo_codes set uses = uses + 1
         where reseller_id = $1 and id = $2 and not is_paused and (limit_total is null or uses < limit_total)
         returning limit_per_customer as per_customer",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Counts one more use, whatever the limit.
pub(in crate::domain::promotions) async fn take_anyway(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PromoId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update promo_codes set uses = uses + 1 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// How often the customer holds or has used it.
pub(in crate::domain::promotions) async fn uses_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    promo: PromoId,
    user: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "uses!" from promo_uses
           where reseller_id = $1 and user_id = $2 and promo_id = $3 and state <> 'released'"#,
        reseller.uuid(),
        user.uuid(),
        promo.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::promotions) async fn insert_use(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    promo: PromoId,
    order: OrderId,
    discount: Money,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into promo_uses (reseller_id, order_id, promo_id, user_id, discount_micros, currency, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        buyer.reseller().uuid(),
        order.uuid(),
        promo.uuid(),
        buyer.user().uuid(),
        discount.micros(),
        discount.currency().code(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::promotions) async fn count(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update promo_uses set state = 'counted', settled_at = $3
         where reseller_id = $1 and order_id = $2 and state = 'held'",
        reseller.uuid(),
        order.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Frees the use and gives it back to its code; nothing when it is free already.
pub(in crate::domain::promotions) async fn release(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with freed as (
             update promo_uses set state = 'released', settled_at = $3
             where reseller_id = $1 and order_id = $2 and state <> 'released' returning promo_id)
         update promo_codes set uses = uses - 1
         where reseller_id = $1 and id in (select promo_id from freed)",
        reseller.uuid(),
        order.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::promotions) async fn uses(
    conn: &mut PgConnection,
    reseller: ResellerId,
    promo: PromoId,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<PromoUseRow>, crate::domain::error::Internal> {
    let rows = sqlx::query!(
        r#"select p.order_id as "order: OrderId", u.email as customer, p.discount_micros, p.currency, p.state, p.at
           from promo_uses p join users u on u.reseller_id = p.reseller_id and u.id = p.user_id
           where p.reseller_id = $1 and p.promo_id = $2 and p.order_id < $3
           order by p.order_id desc limit $4"#,
        reseller.uuid(),
        promo.uuid(),
        before.map_or(Uuid::max(), OrderId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PromoUseRow {
                order: row.order,
                customer: row.customer,
                discount: Money::from_micros(row.discount_micros, row.currency.parse()?),
                state: row.state,
                at: row.at,
            })
        })
        .collect()
}

/// What counted uses took off.
pub(in crate::domain::promotions) async fn given(
    conn: &mut PgConnection,
    reseller: ResellerId,
    promo: PromoId,
    currency: Currency,
) -> Result<Money, sqlx::Error> {
    let micros = sqlx::query_scalar!(
        r#"select coalesce(sum(discount_micros), 0)::bigint as "given!" from promo_uses
           where reseller_id = $1 and promo_id = $2 and state = 'counted'"#,
        reseller.uuid(),
        promo.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::from_micros(micros, currency))
}
