//! Orders as their buyer sees them. What somebody ordered for a company's employee, and a company's number, is the
//! company's, not theirs.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::status;
use crate::{
    domain::{error::Internal, orders::item::Item, scope::Buys},
    shared::{
        currency::Currency,
        ids::{EsimId, NumberId, OrderId, ResellerId},
        money::Money,
        order::OrderRow,
    },
};

pub(in crate::domain::orders) async fn orders(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    before: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderRow>, Internal> {
    // Ids are made in order of time, so the id alone is the key of the page.
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.state, o.charged_micros, o.currency, o.created_at, l.item
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.reseller_id = $1 and o.user_id = $2 and o.employee_id is null
             and (o.organization_id is null or o.kind <> 'number') and ($3::uuid is null or o.id < $3)
           order by o.id desc limit $4"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        before.map(OrderId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            order_row(
                row.id,
                &row.state,
                row.charged_micros,
                &row.currency,
                row.created_at,
                row.item,
            )
        })
        .collect()
}

fn order_row(
    id: OrderId,
    state: &str,
    charged: i64,
    currency: &str,
    placed_at: DateTime<Utc>,
    item: serde_json::Value,
) -> Result<OrderRow, Internal> {
    let item: Item = serde_json::from_value(item)?;
    let charged = Money::from_micros(charged, currency.parse()?);
    Ok(OrderRow {
        id,
        item: item.view(),
        charged,
        status: status(state)?,
        placed_at,
    })
}

pub(in crate::domain::orders) async fn order(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: OrderId,
) -> Result<Option<(OrderRow, Option<String>, Money)>, Internal> {
    let row = sqlx::query!(
        r#"select o.state, o.charged_micros, o.refunded_micros, o.currency, o.created_at, o.refusal, l.item
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.reseller_id = $1 and o.user_id = $2 and o.employee_id is null
             and (o.organization_id is null or o.kind <> 'number') and o.id = $3"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let view = order_row(
            id,
            &row.state,
            row.charged_micros,
            &row.currency,
            row.created_at,
            row.item,
        )?;
        let refunded = Money::from_micros(row.refunded_micros, view.charged.currency());
        Ok((view, row.refusal, refunded))
    })
    .transpose()
}

pub(in crate::domain::orders) struct Event {
    pub kind: String,
    pub detail: String,
    pub amount: Option<Money>,
    pub at: DateTime<Utc>,
}

pub(in crate::domain::orders) async fn events(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrderId,
    currency: Currency,
) -> Result<Vec<Event>, sqlx::Error> {
    let rows = sqlx::query!(
        "select kind, detail, amount_micros, at from order_events
         where reseller_id = $1 and order_id = $2 order by seq limit 200",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Event {
            kind: row.kind,
            detail: row.detail,
            amount: row
                .amount_micros
                .map(|micros| Money::from_micros(micros, currency)),
            at: row.at,
        })
        .collect())
}

pub(in crate::domain::orders) async fn delivered(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    id: OrderId,
) -> Result<(Option<NumberId>, Option<EsimId>), sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce((select id from virtual_numbers
                            where reseller_id = $1 and order_id = $2 and owner_id = $3),
                           (select m.number_id from number_months m
                            join virtual_numbers n on n.reseller_id = m.reseller_id and n.id = m.number_id
                            where m.reseller_id = $1 and m.order_id = $2 and n.owner_id = $3)) as "number: NumberId",
                  (select id from esim_activations where reseller_id = $1 and order_id = $2) as "esim: EsimId""#,
        buyer.reseller().uuid(),
        id.uuid(),
        buyer.owner_id(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.number, row.esim))
}

/// Numbers and eSIMs in use.
pub(in crate::domain::orders) async fn count_held(
    conn: &mut PgConnection,
    buyer: &impl Buys,
) -> Result<(i64, i64), sqlx::Error> {
    let row = sqlx::query!(
        r#"select (select count(*) from virtual_numbers
                   where reseller_id = $1 and owner_id = $3 and state in ('active', 'suspended', 'grace')) as "numbers!",
                  (select count(*) from esim_activations
                   where reseller_id = $1 and user_id = $2
                     and state not in ('expired', 'terminated', 'recycled')) as "esims!""#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        buyer.owner_id(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.numbers, row.esims))
}
