//! The SQL of the figures room. Reads the ledger and the orders by the functions of the migration; never writes them.

pub(super) mod accounts;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        figures::{By, Part, Period, Totals},
        ids::ResellerId,
        money::Money,
        reseller::OpenProblems,
    },
};

/// Every shop, the platform's own among them.
pub(super) async fn shops(conn: &mut PgConnection) -> Result<Vec<ResellerId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: ResellerId" from resellers order by id"#)
        .fetch_all(conn)
        .await
}

/// What a shop's days are.
pub(super) struct Calendar {
    pub currency: Currency,
    pub zone: String,
    pub today: NaiveDate,
}

pub(super) async fn calendar(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Calendar, Internal> {
    let row = sqlx::query!(
        r#"select currency, timezone, ($2::timestamptz at time zone timezone)::date as "today!"
           from resellers where id = $1"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(Calendar {
        currency: row.currency.parse()?,
        zone: row.timezone,
        today: row.today,
    })
}

/// How far a shop's days are closed, its row locked.
pub(super) struct Closed {
    pub zone: String,
    /// Closed in another time zone.
    pub is_moved: bool,
    pub open_from: NaiveDate,
    /// The first day that is not over.
    pub today: NaiveDate,
    /// A day of the accounts, UTC, is over and not closed.
    pub are_accounts_open: bool,
}

pub(super) async fn lock_closed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    settled: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Closed, sqlx::Error> {
    sqlx::query!(
        "insert into figures_closed (reseller_id, timezone, open_from, closed_at)
         select id, timezone, '-infinity', $2 from resellers where id = $1
         on conflict (reseller_id) do nothing",
        reseller.uuid(),
        now,
    )
    .execute(&mut *conn)
    .await?;
    // A shop that closed no day yet begins with its first sale.
    sqlx::query_as!(
        Closed,
        r#"select r.timezone as zone, c.timezone <> r.timezone as "is_moved!",
                  case when c.open_from > '-infinity' and c.timezone = r.timezone then c.open_from
                       else coalesce(((select min(t.at) from ledger_transfers t
                                       where t.reseller_id = r.id and t.kind in ('sale', 'refund'))
                                      at time zone r.timezone)::date,
                                     ($2::timestamptz at time zone r.timezone)::date) end as "open_from!",
                  ($2::timestamptz at time zone r.timezone)::date as "today!",
                  c.accounts_open_from < ($2::timestamptz at time zone 'UTC')::date as "are_accounts_open!"
           from figures_closed c join resellers r on r.id = c.reseller_id
           where c.reseller_id = $1 for no key update of c"#,
        reseller.uuid(),
        settled,
    )
    .fetch_one(conn)
    .await
}

/// Forgets the days that were closed in another time zone.
pub(super) async fn forget(
    conn: &mut PgConnection,
    reseller: ResellerId,
    zone: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from figures_daily where reseller_id = $1",
        reseller.uuid()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update figures_closed set timezone = $2, open_from = '-infinity' where reseller_id = $1",
        reseller.uuid(),
        zone,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Writes the days from the first open one to before today, and the last `again` closed ones anew.
pub(super) async fn close(
    conn: &mut PgConnection,
    reseller: ResellerId,
    closed: &Closed,
    again: i32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from figures_daily where reseller_id = $1 and day >= $2::date - $3::integer",
        reseller.uuid(),
        closed.open_from,
        again,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into figures_daily
         select * from figures_of_ledger($1, ($2::date - $5::integer)::timestamp at time zone $4::text,
                                         $3::date::timestamp at time zone $4::text, $4)",
        reseller.uuid(),
        closed.open_from,
        closed.today,
        closed.zone,
        again,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update figures_closed set open_from = $2, closed_at = $3 where reseller_id = $1",
        reseller.uuid(),
        closed.today,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A shop's sums.
#[derive(Default)]
pub(super) struct Parts {
    pub days: Vec<Part>,
    /// The dearest first.
    pub countries: Vec<Part>,
    pub products: Vec<Part>,
}

/// A row of sums.
struct Row {
    /// What `part` names.
    by: String,
    part: String,
    currency: String,
    sales: i64,
    refunds: i64,
    charged: i64,
    refunded: i64,
    share: i64,
    earned: i64,
    float: i64,
    cost: i64,
    platform: i64,
    commission: i64,
}

impl Row {
    fn read(self) -> Result<Part, Internal> {
        let currency: Currency = self.currency.parse()?;
        let money = |micros| Money::from_micros(micros, currency);
        Ok(Part {
            name: self.part.clone(),
            key: self.part,
            totals: Totals {
                sales: self.sales,
                refunds: self.refunds,
                charged: money(self.charged),
                refunded: money(self.refunded),
                share: money(self.share),
                earned: money(self.earned),
                float: money(self.float),
                cost: money(self.cost),
                platform: money(self.platform),
                commission: money(self.commission),
            },
        })
    }
}

/// A shop's sums in a currency: of each day from `since`, and over the period of the best countries and products. One
/// look over the rows for all of it, since the days that are open are added up from the ledger each time.
pub(super) async fn parts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    since: NaiveDate,
    period: Period,
    currency: Currency,
    best: i64,
) -> Result<Parts, Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"with found as materialized (
               select case when grouping(f.day) = 0 then 'day' when grouping(f.country) = 0 then 'country'
                           else 'product' end as list,
                      case when grouping(f.day) = 0 then f.day::text when grouping(f.country) = 0 then f.country
                           else f.what end as part,
                      f.currency, sum(f.sales)::bigint as sales, sum(f.refunds)::bigint as refunds,
                      sum(f.charged_micros)::bigint as charged, sum(f.refunded_micros)::bigint as refunded,
                      sum(f.share_micros)::bigint as share, sum(f.earned_micros)::bigint as earned,
                      sum(f.float_micros)::bigint as float, sum(f.cost_micros)::bigint as cost,
                      sum(f.platform_micros)::bigint as platform, sum(f.commission_micros)::bigint as commission
               from (select f.*, case f.kind when 'number' then 'Numbers, ' || f.product else f.product end as what,
                            f.day >= $3 as is_within
                     from figures($1, $2, $4) f where f.currency = $5) as f
               group by grouping sets ((f.day, f.currency), (f.country, f.is_within, f.currency),
                                       (f.what, f.is_within, f.currency))
               having grouping(f.day) = 0 or f.is_within)
           select list as "by!", part as "part!", currency as "currency!", sales as "sales!", refunds as "refunds!", charged as "charged!", refunded as "refunded!", share as "share!",
                  earned as "earned!", float as "float!", cost as "cost!", platform as "platform!",
                  commission as "commission!"
           from found where list = 'day'
           union all
           (select list, part, currency, sales, refunds, charged, refunded, share, earned, float, cost, platform, commission
            from found where list = 'country' order by charged - refunded desc, part limit $6)
           union all
           (select list, part, currency, sales, refunds, charged, refunded, share, earned, float, cost, platform, commission
            from found where list = 'product' order by charged - refunded desc, part limit $6)"#,
        reseller.uuid(),
        since,
        period.from,
        period.until,
        currency.code(),
        best,
    )
    .fetch_all(conn)
    .await?;
    let mut parts = Parts::default();
    for row in rows {
        let list = match row.by.as_str() {
            "day" => &mut parts.days,
            "country" => &mut parts.countries,
            _ => &mut parts.products,
        };
        list.push(row.read()?);
    }
    Ok(parts)
}

/// Every shop's sums, the platform's own shop among them: of each day from `since`, and over the period by `by`, the
/// dearest first.
pub(super) async fn margins(
    conn: &mut PgConnection,
    by: By,
    since: NaiveDate,
    period: Period,
    limit: i64,
) -> Result<(Vec<Part>, Vec<Part>), Internal> {
    let rows = sqlx::query_as!(
        Row,
        r#"with found as materialized (
               select case when grouping(f.day) = 0 then 'day' else 'part' end as list,
                      case when grouping(f.day) = 0 then f.day::text else f.what end as part,
                      f.currency, sum(f.sales)::bigint as sales, sum(f.refunds)::bigint as refunds,
                      sum(f.charged_micros)::bigint as charged, sum(f.refunded_micros)::bigint as refunded,
                      sum(f.share_micros)::bigint as share, sum(f.earned_micros)::bigint as earned,
                      sum(f.float_micros)::bigint as float, sum(f.cost_micros)::bigint as cost,
                      sum(f.platform_micros)::bigint as platform, sum(f.commission_micros)::bigint as commission
               from (select f.*, case $4::text when 'day' then f.day::text when 'country' then f.country
                                      when 'provider' then f.provider when 'reseller' then r.slug else f.kind end as what,
                            f.day >= $2 as is_within
                     from resellers r cross join lateral figures(r.id, $1, $3) f) as f
               group by grouping sets ((f.day, f.currency), (f.what, f.is_within, f.currency))
               having grouping(f.day) = 0 or f.is_within)
           select list as "by!", part as "part!", currency as "currency!", sales as "sales!", refunds as "refunds!", charged as "charged!", refunded as "refunded!", share as "share!",
                  earned as "earned!", float as "float!", cost as "cost!", platform as "platform!",
                  commission as "commission!"
           from found where list = 'day'
           union all
           (select list, part, currency, sales, refunds, charged, refunded, share, earned, float, cost, platform, commission
            from found where list = 'part' order by platform + commission desc, part limit $5)"#,
        since,
        period.from,
        period.until,
        by.as_str(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    let (mut days, mut parts) = (vec![], vec![]);
    for row in rows {
        let list = if row.by == "day" { &mut days } else { &mut parts };
        list.push(row.read()?);
    }
    Ok((days, parts))
}

/// Accounts opened in a period.
pub(super) async fn new_customers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    period: Period,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from users u
           where u.reseller_id = $1
             and u.created_at >= $2::date::timestamp at time zone
                 (select timezone from resellers where id = $1)
             and u.created_at < $3::date::timestamp at time zone
                 (select timezone from resellers where id = $1)"#,
        reseller.uuid(),
        period.from,
        period.until,
    )
    .fetch_one(conn)
    .await
}

/// What is open now.
pub(super) async fn problems(
    conn: &mut PgConnection,
    reseller: ResellerId,
    asked_before: DateTime<Utc>,
    returned_since: DateTime<Utc>,
) -> Result<OpenProblems, sqlx::Error> {
    sqlx::query_as!(
        OpenProblems,
        r#"select (select count(*) from orders
                   where reseller_id = $1 and state in ('held', 'submitted', 'unknown') and created_at < $2)
                      as "unanswered_orders!",
                  (select count(*) from disputes where reseller_id = $1 and state = 'open') as "open_disputes!",
                  (select count(*) from payouts where reseller_id = $1 and state = 'returned' and decided_at > $3)
                      as "returned_payouts!""#,
        reseller.uuid(),
        asked_before,
        returned_since,
    )
    .fetch_one(conn)
    .await
}
