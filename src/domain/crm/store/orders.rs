//! Orders in their reseller's list, the newest first.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        crm::{cursor::Cursor, period::Moments},
        error::Internal,
        orders::item::Item,
    },
    shared::{
        crm::SoldRow,
        ids::{OrderId, ResellerId, UserId},
        money::Money,
        order::OrderStatus,
    },
};

/// Which orders.
#[derive(Default)]
pub(in crate::domain::crm) struct WantedOrders {
    pub state: Option<OrderStatus>,
    /// Neither delivered nor given back yet.
    pub in_flight: bool,
    pub kind: Option<String>,
    pub country: Option<String>,
    pub period: Moments,
    pub customers: Option<Vec<Uuid>>,
    pub ids: Option<Vec<Uuid>>,
    pub after: Option<Cursor>,
    pub limit: i64,
}

pub(in crate::domain::crm) async fn sold(
    conn: &mut PgConnection,
    reseller: ResellerId,
    wanted: &WantedOrders,
) -> Result<Vec<SoldRow>, Internal> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.user_id as "customer: UserId", u.email, o.state, o.charged_micros,
                  o.refunded_micros, o.currency, o.created_at, l.item, l.country
           from orders o
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           join users u on u.reseller_id = o.reseller_id and u.id = o.user_id
           where o.reseller_id = $1 and ($2::text is null or o.state = $2)
             and (not $3 or o.state in ('held', 'submitted', 'unknown')) and ($4::text is null or o.kind = $4)
             and ($5::text is null or l.country = $5) and ($6::timestamptz is null or o.created_at >= $6)
             and ($7::timestamptz is null or o.created_at < $7) and ($8::uuid[] is null or o.user_id = any($8))
             and ($9::uuid[] is null or o.id = any($9))
             and ($10::timestamptz is null or (o.created_at, o.id) < ($10, $11::uuid))
           order by o.created_at desc, o.id desc limit $12"#,
        reseller.uuid(),
        wanted.state.map(OrderStatus::as_str),
        wanted.in_flight,
        wanted.kind,
        wanted.country,
        wanted.period.from,
        wanted.period.until,
        wanted.customers.as_deref(),
        wanted.ids.as_deref(),
        wanted.after.map(|cursor| cursor.at),
        wanted.after.map(|cursor| cursor.id),
        wanted.limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = row.currency.parse()?;
            let item: Item = serde_json::from_value(row.item)?;
            Ok(SoldRow {
                id: row.id,
                customer: row.customer,
                email: row.email,
                item: item.view(),
                country: row.country,
                status: serde_json::from_value(serde_json::Value::String(row.state))?,
                charged: Money::from_micros(row.charged_micros, currency),
                refunded: Money::from_micros(row.refunded_micros, currency),
                placed_at: row.created_at,
            })
        })
        .collect()
}
