//! What shops and customers set, and what was too much.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::scope::Buys,
    shared::{
        ids::{NumberId, ResellerId},
        message::{MessageAlarm, MessageGuard, QuietHours},
        place::CountryCode,
    },
};

pub(in crate::domain::messages) async fn guard(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<MessageGuard>, sqlx::Error> {
    sqlx::query_as!(
        MessageGuard,
        r#"select mode = 'enforce' as "is_enforced!", range_max, customer_max, shop_max
           from message_guards where reseller_id = $1"#,
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::messages) async fn set_guard(
    conn: &mut PgConnection,
    reseller: ResellerId,
    guard: MessageGuard,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into message_guards (reseller_id, mode, range_max, customer_max, shop_max)
         values ($1, case when $2 then 'enforce' else 'record' end, $3, $4, $5)
         on conflict (reseller_id) do update
         set mode = excluded.mode, range_max = excluded.range_max, customer_max = excluded.customer_max,
             shop_max = excluded.shop_max",
        reseller.uuid(),
        guard.is_enforced,
        guard.range_max,
        guard.customer_max,
        guard.shop_max,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Messages written since then.
pub(in crate::domain::messages) struct Counts {
    pub range: i64,
    pub customer: i64,
    pub shop: i64,
}

pub(in crate::domain::messages) async fn counts(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    range: &str,
    since: DateTime<Utc>,
) -> Result<Counts, sqlx::Error> {
    sqlx::query_as!(
        Counts,
        r#"select count(*) filter (where user_id = $2 and starts_with(peer, $3)) as "range!",
                  count(*) filter (where user_id = $2) as "customer!", count(*) as "shop!"
           from messages where reseller_id = $1 and direction = 'out' and created_at > $4"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        range,
        since,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::messages) struct Alarm<'a> {
    pub kind: &'a str,
    pub range: &'a str,
    pub counted: i32,
    pub is_refused: bool,
}

/// False when the same was written down since then.
pub(in crate::domain::messages) async fn insert_alarm(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    alarm: &Alarm<'_>,
    now: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into message_alarms (reseller_id, user_id, kind, range, counted, is_refused, at)
         select $1, $2, $3, $4, $5, $6, $7
         where not exists (select from message_alarms
                           where reseller_id = $1 and at > $8 and user_id = $2 and kind = $3 and range = $4
                             and is_refused = $6)",
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        alarm.kind,
        alarm.range,
        alarm.counted,
        alarm.is_refused,
        now,
        since,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::messages) async fn alarms(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limit: i64,
) -> Result<Vec<MessageAlarm>, sqlx::Error> {
    sqlx::query_as!(
        MessageAlarm,
        r#"select a.at, u.email as customer, a.kind, a.range, a.counted, a.is_refused
           from message_alarms a
           join users u on u.reseller_id = a.reseller_id and u.id = a.user_id
           where a.reseller_id = $1 order by a.at desc, a.seq desc limit $2"#,
        reseller.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// What the shop switched, by country.
pub(in crate::domain::messages) async fn countries(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<(String, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select country, is_on from message_countries where reseller_id = $1",
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.country, row.is_on)).collect())
}

pub(in crate::domain::messages) async fn set_countries(
    conn: &mut PgConnection,
    reseller: ResellerId,
    countries: &[(CountryCode, bool)],
) -> Result<(), sqlx::Error> {
    let (codes, on): (Vec<String>, Vec<bool>) = countries
        .iter()
        .map(|(country, is_on)| (country.to_string(), *is_on))
        .unzip();
    sqlx::query!(
        "insert into message_countries (reseller_id, country, is_on)
         select $1, one.country, one.is_on from unnest($2::text[], $3::bool[]) as one (country, is_on)
         on conflict (reseller_id, country) do update set is_on = excluded.is_on",
        reseller.uuid(),
        &codes,
        &on,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// False when it is not the buyer's number.
pub(in crate::domain::messages) async fn set_quiet(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
    quiet: QuietHours,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into message_quiet_hours (reseller_id, number_id, from_minute, until_minute)
         select $1, id, $4, $5 from virtual_numbers where reseller_id = $1 and owner_id = $2 and id = $3
         on conflict (reseller_id, number_id) do update
         set from_minute = excluded.from_minute, until_minute = excluded.until_minute",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
        quiet.from,
        quiet.until,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::messages) async fn clear_quiet(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from message_quiet_hours q using virtual_numbers n
         where q.reseller_id = $1 and q.number_id = $3 and n.reseller_id = $1 and n.id = $3 and n.owner_id = $2",
        buyer.reseller().uuid(),
        buyer.owner_id(),
        number.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Numbers whose messages are not brought to us yet.
pub(in crate::domain::messages) async fn without_inbox(
    conn: &mut PgConnection,
    providers: &[String],
    limit: i64,
) -> Result<Vec<(ResellerId, NumberId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: NumberId" from virtual_numbers
           where inbox_at is null and state = 'active' and (has_sms or has_voice) and provider = any($1) order by purchased_at limit $2"#,
        providers,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

/// The vendor of a number without an inbox, and its id there.
pub(in crate::domain::messages) async fn provider_number(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select provider, provider_number_id from virtual_numbers
         where reseller_id = $1 and id = $2 and inbox_at is null and state = 'active'",
        reseller.uuid(),
        number.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.provider, row.provider_number_id)))
}

pub(in crate::domain::messages) async fn set_inbox(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update virtual_numbers set inbox_at = $3 where reseller_id = $1 and id = $2 and inbox_at is null",
        reseller.uuid(),
        number.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
