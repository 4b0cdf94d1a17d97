//! Uses, added up. What was paid is read from the log; what was tried and came through, from messages and calls.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, numbers::format::display},
    shared::{
        currency::Currency,
        figures::Period,
        ids::ResellerId,
        money::Money,
        use_report::{UseBy, UseRow, UseSums},
    },
};

/// The shop's clock and currency.
pub(in crate::domain::metering) struct Calendar {
    pub zone: String,
    pub today: NaiveDate,
    pub currency: Currency,
}

pub(in crate::domain::metering) async fn calendar(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Calendar, Internal> {
    let row = sqlx::query!(
        r#"select timezone, currency, ($2::timestamptz at time zone timezone)::date as "today!"
           from resellers where id = $1"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(Calendar {
        zone: row.timezone,
        today: row.today,
        currency: row.currency.parse()?,
    })
}

/// Of which uses.
pub(in crate::domain::metering) struct Wanted<'a> {
    pub reseller: ResellerId,
    /// Whose wallet paid: the word and the id; `None` for the whole shop.
    pub owner: Option<(&'static str, Uuid)>,
    /// Of these numbers alone.
    pub numbers: Option<&'a [Uuid]>,
    pub period: Period,
    pub zone: &'a str,
    pub currency: Currency,
}

/// Dearest first; days newest first. Nameless still.
pub(in crate::domain::metering) async fn sums(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    by: UseBy,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<UseRow>, sqlx::Error> {
    let (after_rank, after_key) = after.unzip();
    let rows = sqlx::query!(
        r#"with span as (
               select $3::date::timestamp at time zone $5 as since, $4::date::timestamp at time zone $5 as until),
           uses as (
               select u.at, u.service, u.number_id, coalesce(u.peer, '') as peer, coalesce(u.country, '') as country,
                      u.price_micros as price, u.share_micros as share,
                      case when u.service in ('sms', 'mms') then coalesce(u.quantity, 0) else 0 end as segments,
                      case when u.service like 'voice%' then coalesce(u.quantity, 0) else 0 end as seconds,
                      0 as messages, 0 as calls, 0 as reached
               from usage_logs u, span
               where u.reseller_id = $1 and u.at >= span.since and u.at < span.until and u.currency = $6
                 and ($2::uuid is null or (u.owner_kind = $11 and u.owner_id = $2))
                 and ($12::uuid[] is null or u.number_id = any($12))
               union all
               select m.created_at, 'sms', m.number_id, m.peer, coalesce(m.country, ''), 0, 0, 0, 0, 1, 0,
                      (m.state = 'delivered')::int
               from messages m, span
               where m.reseller_id = $1 and m.created_at >= span.since and m.created_at < span.until
                 and m.direction = 'out' and ($2::uuid is null or m.owner_id = $2)
                 and ($12::uuid[] is null or m.number_id = any($12))
               union all
               select c.created_at, case when c.assistant_id is not null then 'voice_ai'
                                         when c.direction = 'in' then 'voice_inbound' else 'voice_outbound' end,
                      c.number_id, c.peer, coalesce(c.country, ''), 0, 0, 0, 0, 0, 1,
                      (c.state in ('in_progress', 'completed', 'cut_off'))::int
               from call_detail_records c, span
               where c.reseller_id = $1 and c.created_at >= span.since and c.created_at < span.until
                 and ($2::uuid is null or c.owner_id = $2)
                 and ($12::uuid[] is null or c.number_id = any($12))),
           keyed as (
               select uses.*, case $7 when 'day' then (at at time zone $5)::date::text
                                      when 'number' then coalesce(number_id::text, '')
                                      when 'contact' then peer
                                      when 'country' then country
                                      else service end as key
               from uses),
           summed as (
               select key, case when $7 = 'day' then 0 else sum(price) end::bigint as rank, sum(price)::bigint as price,
                      sum(share)::bigint as share, sum(segments)::bigint as segments, sum(seconds)::bigint as seconds,
                      sum(messages)::bigint as messages, sum(calls)::bigint as calls, sum(reached)::bigint as reached
               from keyed group by key)
           select key as "key!", price as "price!", share as "share!", segments as "segments!", seconds as "seconds!",
                  messages as "messages!", calls as "calls!", reached as "reached!"
           from summed
           where $8::bigint is null or (rank, key) < ($8, $9::text)
           order by rank desc, key desc limit $10"#,
        wanted.reseller.uuid(),
        wanted.owner.map(|(_, id)| id),
        wanted.period.from,
        wanted.period.until,
        wanted.zone,
        wanted.currency.code(),
        by.as_str(),
        after_rank,
        after_key,
        limit,
        wanted.owner.map(|(kind, _)| kind),
        wanted.numbers,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| UseRow {
            key: row.key,
            name: String::new(),
            sums: UseSums {
                messages: row.messages,
                segments: row.segments,
                calls: row.calls,
                seconds: row.seconds,
                reached: row.reached,
                spent: Money::from_micros(row.price, wanted.currency),
                share: Money::from_micros(row.share, wanted.currency),
            },
        })
        .collect())
}

/// What the numbers of the rows are called, by key.
pub(in crate::domain::metering) async fn numbers(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    rows: &[UseRow],
) -> Result<HashMap<String, String>, sqlx::Error> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|row| row.key.parse().ok()).collect();
    let found = sqlx::query!(
        "select id, e164, label from virtual_numbers where reseller_id = $1 and id = any($2)",
        wanted.reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(found
        .into_iter()
        .map(|row| {
            let number = display(&row.e164);
            let name = match (row.label.as_str(), wanted.owner) {
                // A label is its owner's.
                ("", _) | (_, None) => number,
                (label, Some(_)) => format!("{label} ({number})"),
            };
            (row.id.to_string(), name)
        })
        .collect())
}

/// What the customer calls the people of the rows, by key.
pub(in crate::domain::metering) async fn contacts(
    conn: &mut PgConnection,
    wanted: &Wanted<'_>,
    rows: &[UseRow],
) -> Result<HashMap<String, String>, sqlx::Error> {
    let numbers: Vec<String> = rows.iter().map(|row| row.key.clone()).collect();
    let found = sqlx::query!(
        "select e164, name from contacts where reseller_id = $1 and owner_id = $2 and e164 = any($3)",
        wanted.reseller.uuid(),
        wanted.owner.map(|(_, id)| id),
        &numbers,
    )
    .fetch_all(conn)
    .await?;
    Ok(found.into_iter().map(|row| (row.e164, row.name)).collect())
}
