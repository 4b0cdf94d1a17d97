//! Orders as their reseller sees them, and what a key has spent.

use chrono::{DateTime, NaiveTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{moves::payer, status};
use crate::{
    domain::{
        error::Internal,
        orders::records::{Filter, OrderRecord},
    },
    shared::{
        currency::Currency,
        ids::{ApiKeyId, EsimId, NumberId, OrderId, OrganizationId, ResellerId, UserId},
        money::Money,
        order::OrderStatus,
    },
};

pub(in crate::domain::orders) async fn records(
    conn: &mut PgConnection,
    reseller: ResellerId,
    only: Option<OrderId>,
    filter: Filter,
    limit: i64,
) -> Result<Vec<OrderRecord>, Internal> {
    // Always a stretch of the key, so that one plan serves one order and a page of thousands.
    let (first, last) = match (only, filter.before) {
        (Some(only), _) => (only.uuid(), only.uuid()),
        (None, Some(before)) => (
            Uuid::nil(),
            Uuid::from_u128(before.uuid().as_u128().saturating_sub(1)),
        ),
        (None, None) => (Uuid::nil(), Uuid::max()),
    };
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.user_id as "customer: UserId", o.payer,
                  o.organization_id as "organization: OrganizationId", o.state, o.refunded_micros, o.currency,
                  o.refusal, o.created_at, o.updated_at, l.item, l.price_stack, l.losing_offers,
                  coalesce((select n.id from virtual_numbers n
                            where n.reseller_id = o.reseller_id and n.order_id = o.id),
                           (select m.number_id from number_months m
                            where m.reseller_id = o.reseller_id and m.order_id = o.id)) as "number?: NumberId",
                  (select e.id from esim_activations e
                   where e.reseller_id = o.reseller_id and e.order_id = o.id) as "esim?: EsimId"
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
           where o.reseller_id = $1 and o.id between $2 and $3 and ($4::uuid is null or o.user_id = $4)
             and ($5::text is null or o.state = $5)
           order by o.id desc limit $6"#,
        reseller.uuid(),
        first,
        last,
        filter.customer.map(UserId::uuid),
        filter.state.map(OrderStatus::as_str),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(OrderRecord {
                id: row.id,
                customer: row.customer,
                payer: payer(&row.payer, row.organization)?,
                state: status(&row.state)?,
                item: serde_json::from_value(row.item)?,
                stack: serde_json::from_value(row.price_stack)?,
                losing: serde_json::from_value(row.losing_offers)?,
                refunded: Money::from_micros(row.refunded_micros, row.currency.parse()?),
                refusal: row.refusal,
                created_at: row.created_at,
                updated_at: row.updated_at,
                number: row.number,
                esim: row.esim,
            })
        })
        .collect()
}

/// Orders with this key wait for each other from here to the end of their transactions.
pub(in crate::domain::orders) async fn lock_key(
    conn: &mut PgConnection,
    key: ApiKeyId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("key_cap:{key}"),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// What orders with this key have taken since midnight UTC; what came back at once does not count.
pub(in crate::domain::orders) async fn spent_today(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: ApiKeyId,
    now: DateTime<Utc>,
    currency: Currency,
) -> Result<Money, sqlx::Error> {
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let micros = sqlx::query_scalar!(
        r#"select (coalesce((select sum(charged_micros) from orders
                             where reseller_id = $1 and api_key_id = $2 and created_at >= $3 and state <> 'released'
                               and currency = $4), 0)
                   + coalesce((select sum(charged_micros) from messages
                               where reseller_id = $1 and api_key_id = $2 and created_at >= $3 and state <> 'refused'
                                 and currency = $4), 0))::bigint as "spent!""#,
        reseller.uuid(),
        key.uuid(),
        midnight,
        currency.code(),
    )
    .fetch_one(conn)
    .await?;
    Ok(Money::from_micros(micros, currency))
}
