//! The SQL of the closing room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::close::Closed;
use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        ids::{ClosingId, ResellerId, UserId},
        money::Money,
    },
};

/// The currency the shop's wallets are in.
pub(super) async fn currency(conn: &mut PgConnection, reseller: ResellerId) -> Result<Currency, Internal> {
    let code = sqlx::query_scalar!("select currency from resellers where id = $1", reseller.uuid())
        .fetch_one(conn)
        .await?;
    Ok(code.parse()?)
}

/// The user's orders that still hold money.
pub(super) async fn orders_in_flight(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from orders
           where reseller_id = $1 and user_id = $2 and state in ('held', 'submitted', 'unknown')"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    cash: Money,
    closed: &Closed,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into account_closings (id, reseller_id, user_id, currency, cash_micros, returned_micros, kept_reason,
                                       forfeited_micros, requested_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        closed.id.uuid(),
        reseller.uuid(),
        user.uuid(),
        cash.currency().code(),
        cash.micros(),
        closed.returned.micros(),
        closed.kept_reason,
        closed.forfeited.micros(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The closing of this account, if it is closed.
pub(super) async fn closing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Option<Closed>, Internal> {
    let row = sqlx::query!(
        r#"select id as "id: ClosingId", currency, cash_micros, returned_micros, kept_reason, forfeited_micros
           from account_closings where reseller_id = $1 and user_id = $2"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency = row.currency.parse()?;
        let money = |micros| Money::from_micros(micros, currency);
        Ok(Closed {
            id: row.id,
            returned: money(row.returned_micros),
            kept: money(row.cash_micros - row.returned_micros),
            kept_reason: row.kept_reason,
            forfeited: money(row.forfeited_micros),
        })
    })
    .transpose()
}

/// Money in wallets of closed accounts that is not on its way out and has no open case, across resellers.
pub(super) async fn left_over(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<(ResellerId, UserId, Money)>, Internal> {
    let rows = sqlx::query!(
        r#"select w.reseller_id as "reseller: ResellerId", u.id as "user: UserId", w.currency,
                  w.balance_micros - w.held_micros as "left!"
           from users u
           join wallets w on w.reseller_id = u.reseller_id and w.owner_kind = 'customer' and w.owner_id = u.id
                         and w.bucket = 'cash'
           where u.status = 'deleted' and w.balance_micros > w.held_micros
           order by u.id limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let left = Money::from_micros(row.left, row.currency.parse()?);
            Ok((row.reseller, row.user, left))
        })
        .collect()
}
