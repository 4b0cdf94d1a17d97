//! People across resellers, for operators.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{full_name, status};
use crate::{
    domain::{crm::search::Search, error::Internal},
    shared::{
        crm::FoundPerson,
        currency::Currency,
        ids::{OrderId, PaymentId, ResellerId, UserId},
    },
};

/// An account: its reseller and its id.
pub(in crate::domain::crm) type Whose = (Uuid, Uuid);

/// Accounts whose address begins so.
pub(in crate::domain::crm) async fn accounts_by_email(
    conn: &mut PgConnection,
    text: &str,
    limit: i64,
) -> Result<Vec<Whose>, sqlx::Error> {
    let (first, last) = Search::stretch(text);
    let rows = sqlx::query!(
        r#"select reseller_id, id from users where email collate "C" >= $1 and email collate "C" < $2
           order by email collate "C" limit $3"#,
        first,
        last,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller_id, row.id)).collect())
}

/// Everybody who has or had the number.
pub(in crate::domain::crm) async fn accounts_by_number(
    conn: &mut PgConnection,
    e164: &str,
    limit: i64,
) -> Result<Vec<Whose>, sqlx::Error> {
    let rows = sqlx::query!(
        "select reseller_id, user_id from virtual_numbers where e164 = $1 order by purchased_at desc limit $2",
        e164,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller_id, row.user_id))
        .collect())
}

pub(in crate::domain::crm) async fn accounts_by_iccid(
    conn: &mut PgConnection,
    iccid: &str,
    limit: i64,
) -> Result<Vec<Whose>, sqlx::Error> {
    let rows = sqlx::query!(
        "select reseller_id, user_id from esim_activations where iccid = $1 limit $2",
        iccid,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller_id, row.user_id))
        .collect())
}

// An id alone leads no index, since every key begins with the reseller: each reseller's key is asked for it.

pub(in crate::domain::crm) async fn account_by_order(
    conn: &mut PgConnection,
    order: OrderId,
) -> Result<Vec<Whose>, sqlx::Error> {
    let rows = sqlx::query!(
        "select o.reseller_id, o.user_id from resellers r
         cross join lateral (select reseller_id, user_id from orders
                             where reseller_id = r.id and id = $1 limit 1) o",
        order.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller_id, row.user_id))
        .collect())
}

pub(in crate::domain::crm) async fn account_by_payment(
    conn: &mut PgConnection,
    payment: PaymentId,
) -> Result<Vec<Whose>, sqlx::Error> {
    let rows = sqlx::query!(
        "select p.reseller_id, p.user_id from resellers r
         cross join lateral (select reseller_id, user_id from payments
                             where reseller_id = r.id and id = $1 limit 1) p",
        payment.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller_id, row.user_id))
        .collect())
}

pub(in crate::domain::crm) async fn account_by_id(
    conn: &mut PgConnection,
    id: UserId,
) -> Result<Vec<Whose>, sqlx::Error> {
    let rows = sqlx::query!(
        "select u.reseller_id, u.id from resellers r
         cross join lateral (select reseller_id, id from users where reseller_id = r.id and id = $1 limit 1) u",
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller_id, row.id)).collect())
}

pub(in crate::domain::crm) async fn people(
    conn: &mut PgConnection,
    whose: &[Whose],
) -> Result<Vec<FoundPerson>, Internal> {
    let (resellers, ids): (Vec<Uuid>, Vec<Uuid>) = whose.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select u.id as "id: UserId", r.id as "reseller: ResellerId", r.name as shop, u.email, u.first_name,
                  u.last_name, u.role, u.status, u.last_seen_at
           from (select distinct reseller, id from unnest($1::uuid[], $2::uuid[]) as asked (reseller, id)) f
           join users u on u.reseller_id = f.reseller and u.id = f.id
           join resellers r on r.id = u.reseller_id order by u.email, r.name"#,
        &resellers,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(FoundPerson {
                id: row.id,
                reseller: row.reseller,
                shop: row.shop,
                email: row.email,
                name: full_name(&row.first_name, &row.last_name),
                role: row.role,
                status: status(&row.status)?,
                last_seen_at: row.last_seen_at,
            })
        })
        .collect()
}

/// A reseller's name and currency.
pub(in crate::domain::crm) async fn shop(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(String, Currency), Internal> {
    let row = sqlx::query!(
        "select name, currency from resellers where id = $1",
        reseller.uuid()
    )
    .fetch_one(conn)
    .await?;
    Ok((row.name, row.currency.parse()?))
}
