//! What a customer holds: numbers and eSIMs, the newest first.

use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, numbers::format::display},
    shared::{
        crm::{HeldEsim, HeldNumber},
        ids::{OrderId, ResellerId, UserId},
    },
};

/// The word of a state, as the shared views spell it.
fn state<State: serde::de::DeserializeOwned>(word: String) -> Result<State, Internal> {
    Ok(serde_json::from_value(serde_json::Value::String(word))?)
}

pub(in crate::domain::crm) async fn numbers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    limit: i64,
) -> Result<Vec<HeldNumber>, Internal> {
    let rows = sqlx::query!(
        r#"select e164, state, order_id as "order: OrderId", expires_at from virtual_numbers
           where reseller_id = $1 and user_id = $2 order by purchased_at desc limit $3"#,
        reseller.uuid(),
        user.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(HeldNumber {
                display: display(&row.e164),
                state: state(row.state)?,
                order: row.order,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

pub(in crate::domain::crm) async fn esims(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    limit: i64,
) -> Result<Vec<HeldEsim>, Internal> {
    let rows = sqlx::query!(
        r#"select e.iccid, e.state, e.order_id as "order: OrderId", p.name from esim_activations e
           join esim_data_plans p on p.id = e.plan_id
           where e.reseller_id = $1 and e.user_id = $2 order by e.purchased_at desc limit $3"#,
        reseller.uuid(),
        user.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(HeldEsim {
                iccid: row.iccid,
                plan_name: row.name,
                state: state(row.state)?,
                order: row.order,
            })
        })
        .collect()
}

/// What an order brought: the number, the ICCID; and its buyer's address.
pub(in crate::domain::crm) struct Brought {
    pub email: String,
    pub number: Option<String>,
    pub iccid: Option<String>,
}

pub(in crate::domain::crm) async fn brought(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Option<Brought>, sqlx::Error> {
    sqlx::query_as!(
        Brought,
        r#"select u.email, n.e164 as "number?", e.iccid as "iccid?" from orders o
           join users u on u.reseller_id = o.reseller_id and u.id = o.user_id
           left join virtual_numbers n on n.reseller_id = o.reseller_id and n.order_id = o.id
           left join esim_activations e on e.reseller_id = o.reseller_id and e.order_id = o.id
           where o.reseller_id = $1 and o.id = $2"#,
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_optional(conn)
    .await
}
