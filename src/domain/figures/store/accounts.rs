//! Days of the accounts between the platform and a shop: closing and reading them.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::{
    domain::figures::accounts::Moved,
    shared::{currency::Currency, ids::ResellerId, money::Money},
};

/// Writes the days that are not closed and are before `today`, and the last `again` closed ones anew. The caller has
/// locked the shop's row.
pub(in crate::domain::figures) async fn close_accounts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    again: i32,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from account_days d using figures_closed c
         where c.reseller_id = $1 and d.reseller_id = $1 and d.day >= c.accounts_open_from - $2::integer",
        reseller.uuid(),
        again,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into account_days
         select l.* from figures_closed c
         cross join lateral account_days_of_ledger($1,
             (c.accounts_open_from - $2::integer)::timestamp at time zone 'UTC',
             $3::date::timestamp at time zone 'UTC') l
         where c.reseller_id = $1",
        reseller.uuid(),
        again,
        today,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update figures_closed set accounts_open_from = $2 where reseller_id = $1",
        reseller.uuid(),
        today,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::figures) async fn moved(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Moved>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select case when day >= $3 then kind end as kind, is_float as "is_float!",
                  sum(transfers)::bigint as "transfers!",
                  sum(earnings_entries)::bigint as "earnings_entries!", sum(earnings_micros)::bigint as "earnings!",
                  sum(float_entries)::bigint as "float_entries!", sum(float_micros)::bigint as "float!",
                  sum(platform_micros)::bigint as "platform!", sum(commission_micros)::bigint as "commission!"
           from accounts_by_day($1, '-infinity', $4) where currency = $2
           group by 1, 2 order by 2, 1"#,
        reseller.uuid(),
        currency.code(),
        from,
        until,
    )
    .fetch_all(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(rows
        .into_iter()
        .map(|row| Moved {
            kind: row.kind,
            is_float: row.is_float,
            transfers: row.transfers,
            earnings_entries: row.earnings_entries,
            earnings: money(row.earnings),
            float_entries: row.float_entries,
            float: money(row.float),
            platform_price: money(row.platform),
            commission: money(row.commission),
        })
        .collect())
}
