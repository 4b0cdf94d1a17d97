//! The float: what the ledger says, and what the last look found.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        settlement::check_float::{
            FloatDay, FloatFigures, FloatOutlook, FloatStage, LOOK_BACK_DAYS, RESERVE_DAYS,
        },
        tenancy::shop::SettlementMode,
    },
    shared::{currency::Currency, ids::ResellerId, money::Money},
};

/// Days a forecast looks back, as PostgreSQL counts them.
fn look_back(now: DateTime<Utc>) -> DateTime<Utc> {
    now - chrono::TimeDelta::days(LOOK_BACK_DAYS)
}

/// The figures of the float in the shop's currency; `None` when there is none. A renewal is reckoned at the number's
/// monthly cost with the order's exchange rate and platform markup, or at its retail price where the order lacks them.
pub(in crate::domain::settlement) async fn float_figures(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Option<FloatFigures>, Internal> {
    let row = sqlx::query!(
        r#"select r.settlement_mode, w.currency, w.created_at,
                  w.balance_micros + w.credit_limit_micros - w.held_micros as "available!",
                  (select coalesce(-sum(e.amount_micros), 0)::bigint
                   from ledger_transfers t
                   join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
                   where t.reseller_id = w.reseller_id and t.at > $2 and t.kind in ('sale', 'refund')
                     and e.wallet_id = w.id) as "spent!",
                  (select coalesce(sum(coalesce(
                              round(n.cost_micros
                                    * case when n.cost_currency = n.currency then 1
                                           else (l.price_stack #>> '{fx,rate}')::numeric end
                                    * (l.price_stack -> 'platform_price' ->> 'amount')::numeric
                                    / nullif((l.price_stack -> 'cost' ->> 'amount')::numeric, 0)),
                              n.monthly_micros)), 0)::bigint
                   from virtual_numbers n
                   join orders o on o.reseller_id = n.reseller_id and o.id = n.order_id
                   join order_lines l
                       on l.reseller_id = n.reseller_id and l.order_id = n.order_id and l.position = o.line
                   where n.reseller_id = w.reseller_id and n.currency = w.currency and n.state = 'active'
                     and n.auto_renew and n.expires_at <= $3::timestamptz + make_interval(days => $4)) as "reserve!"
           from wallets w join resellers r on r.id = w.reseller_id and r.currency = w.currency
           where w.reseller_id = $1 and w.owner_kind = 'reseller_float' and w.bucket = 'cash'"#,
        reseller.uuid(),
        look_back(now),
        now,
        RESERVE_DAYS,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency: Currency = row.currency.parse()?;
        let money = |micros| Money::from_micros(micros, currency);
        Ok(FloatFigures {
            mode: SettlementMode::parse(&row.settlement_mode)
                .ok_or_else(|| Internal::broken("unknown settlement mode"))?,
            available: money(row.available),
            spent: money(row.spent),
            reserve: money(row.reserve),
            opened_at: row.created_at,
        })
    })
    .transpose()
}

pub(in crate::domain::settlement) async fn float_days(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Vec<FloatDay>, Internal> {
    let rows = sqlx::query!(
        r#"select (t.at at time zone 'UTC')::date as "day!", w.currency, -sum(e.amount_micros)::bigint as "spent!",
                  count(*) filter (where t.kind = 'sale') as "orders!"
           from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id and w.owner_kind = 'reseller_float'
           where t.reseller_id = $1 and t.at > $2 and t.kind in ('sale', 'refund')
           group by 1, 2 order by 1 desc"#,
        reseller.uuid(),
        look_back(now),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(FloatDay {
                day: row.day,
                spent: Money::from_micros(row.spent, row.currency.parse()?),
                orders: row.orders,
            })
        })
        .collect()
}

/// Today in the shop, and what is in its float; `None` when there is none.
pub(in crate::domain::settlement) async fn float_now(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Option<(NaiveDate, Money)>, Internal> {
    let row = sqlx::query!(
        r#"select ($2::timestamptz at time zone r.timezone)::date as "today!", w.balance_micros, w.currency
           from wallets w join resellers r on r.id = w.reseller_id and r.currency = w.currency
           where w.reseller_id = $1 and w.owner_kind = 'reseller_float' and w.bucket = 'cash'"#,
        reseller.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let balance = Money::from_micros(row.balance_micros, row.currency.parse()?);
        Ok((row.today, balance))
    })
    .transpose()
}

/// By how much the float changed on each of the shop's days. Sales and refunds are summed up by day; the other kinds of
/// transfer that touch a float are few.
pub(in crate::domain::settlement) async fn float_moved(
    conn: &mut PgConnection,
    reseller: ResellerId,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select moved.day as "day!", sum(moved.micros)::bigint as "micros!"
           from resellers r
           cross join lateral (
               select f.day, -f.float_micros as micros from figures(r.id, $2::date, $3::date + 1) f
               where f.currency = r.currency
               union all
               select (t.at at time zone r.timezone)::date, e.amount_micros
               from ledger_transfers t
               join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
               join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
                   and w.owner_kind = 'reseller_float' and w.currency = r.currency
               where t.reseller_id = r.id and t.kind in ('float_funding', 'handover', 'opening', 'adjustment')
                 and t.at >= $2::date::timestamp at time zone r.timezone) as moved
           where r.id = $1 group by 1"#,
        reseller.uuid(),
        first,
        last,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.micros)).collect())
}

pub(in crate::domain::settlement) async fn is_paused(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from float_stages
                          where reseller_id = $1 and currency = $2 and stage = 'paused') as "is_paused!""#,
        reseller.uuid(),
        currency.code(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::settlement) async fn float_stage(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
) -> Result<Option<FloatStage>, Internal> {
    let stage = sqlx::query_scalar!(
        "select stage from float_stages where reseller_id = $1 and currency = $2",
        reseller.uuid(),
        currency.code(),
    )
    .fetch_optional(conn)
    .await?;
    stage.map(|stage| FloatStage::parse(&stage)).transpose()
}

pub(in crate::domain::settlement) async fn set_float_stage(
    conn: &mut PgConnection,
    reseller: ResellerId,
    found: &FloatOutlook,
    is_changed: bool,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let days_left = found
        .days_left
        .map(|days| i32::try_from(days).unwrap_or(i32::MAX));
    sqlx::query!(
        "insert into float_stages as f (reseller_id, currency, stage, available_micros, daily_spend_micros,
                                        reserve_micros, days_left, since, as_of)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         on conflict (reseller_id, currency) do update
         set stage = $3, available_micros = $4, daily_spend_micros = $5, reserve_micros = $6, days_left = $7,
             since = case when $9 then $8 else f.since end, as_of = $8",
        reseller.uuid(),
        found.available.currency().code(),
        found.stage.as_str(),
        found.available.micros(),
        found.daily_spend.micros(),
        found.reserve.micros(),
        days_left,
        now,
        is_changed,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Resellers that have a float.
pub(in crate::domain::settlement) async fn float_owners(
    conn: &mut PgConnection,
) -> Result<Vec<ResellerId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct reseller_id as "id!: ResellerId" from wallets where owner_kind = 'reseller_float'"#,
    )
    .fetch_all(conn)
    .await
}
