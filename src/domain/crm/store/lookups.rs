//! From what somebody typed to the customers and orders it names, at one reseller. At most two hundred of each.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::crm::{
        period::{Days, Moments},
        search::Search,
    },
    shared::ids::{OrderId, PaymentId, ResellerId},
};

/// The order a number was sold with, and its buyer: everybody who ever had it.
pub(in crate::domain::crm) async fn orders_of_number(
    conn: &mut PgConnection,
    reseller: ResellerId,
    e164: &str,
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select order_id, user_id from virtual_numbers where reseller_id = $1 and e164 = $2 limit 200",
        reseller.uuid(),
        e164,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.order_id, row.user_id)).collect())
}

pub(in crate::domain::crm) async fn orders_of_iccid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    iccid: &str,
) -> Result<Vec<(Uuid, Uuid)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select order_id, user_id from esim_activations where reseller_id = $1 and iccid = $2 limit 200",
        reseller.uuid(),
        iccid,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.order_id, row.user_id)).collect())
}

pub(in crate::domain::crm) async fn buyer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select user_id from orders where reseller_id = $1 and id = $2",
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::crm) async fn payer(
    conn: &mut PgConnection,
    reseller: ResellerId,
    payment: PaymentId,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select user_id from payments where reseller_id = $1 and id = $2",
        reseller.uuid(),
        payment.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Customers whose address or name begins so.
pub(in crate::domain::crm) async fn customers_called(
    conn: &mut PgConnection,
    reseller: ResellerId,
    text: &str,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let (first, last) = Search::stretch(text);
    sqlx::query_scalar!(
        r#"select id as "id!" from (
               (select id from users where reseller_id = $1 and email collate "C" >= $2 and email collate "C" < $3
                order by email collate "C" limit 200)
               union
               (select id from users where reseller_id = $1 and name_key >= $2 and name_key < $3
                order by name_key limit 200)
               union
               (select id from users where reseller_id = $1 and surname_key >= $2 and surname_key < $3
                order by surname_key limit 200)) found
           limit 200"#,
        reseller.uuid(),
        first,
        last,
    )
    .fetch_all(conn)
    .await
}

/// Days of the reseller's calendar as moments.
pub(in crate::domain::crm) async fn moments(
    conn: &mut PgConnection,
    reseller: ResellerId,
    days: Days,
) -> Result<Moments, sqlx::Error> {
    sqlx::query_as!(
        Moments,
        r#"select $2::date::timestamp at time zone timezone as "from",
                  ($3::date + 1)::timestamp at time zone timezone as until
           from resellers where id = $1"#,
        reseller.uuid(),
        days.from,
        days.until,
    )
    .fetch_one(conn)
    .await
}
