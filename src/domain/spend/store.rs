//! The SQL of the spend room. Reads orders and refunds by the function of the migration; writes nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        ids::{EmployeeId, OrganizationId, ResellerId, TeamId},
        spend::SpendBy,
    },
};

/// What a company's days are, and its shop's currency.
pub(super) struct Calendar {
    pub zone: String,
    pub today: NaiveDate,
    pub currency: Currency,
}

pub(super) async fn calendar(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<Calendar, Internal> {
    let row = sqlx::query!(
        r#"select o.timezone, ($3::timestamptz at time zone o.timezone)::date as "today!", r.currency
           from organizations o join resellers r on r.id = o.reseller_id
           where o.reseller_id = $1 and o.id = $2"#,
        reseller.uuid(),
        organization.uuid(),
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

pub(super) async fn team_name(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select name from teams where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// What part of the company's spend.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Narrow<'a> {
    /// Those within reach; `None` for all.
    pub teams: Option<&'a [TeamId]>,
    pub team: Option<TeamId>,
    pub employee: Option<EmployeeId>,
}

fn uuids(teams: Option<&[TeamId]>) -> Option<Vec<Uuid>> {
    teams.map(|teams| teams.iter().map(|team| team.uuid()).collect())
}

/// The day of the company's first purchase.
pub(super) async fn began(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    calendar: &Calendar,
) -> Result<Option<NaiveDate>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select (min(created_at) at time zone $3::text)::date as first from orders
           where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        calendar.zone,
    )
    .fetch_one(conn)
    .await
}

/// What was spent on each day from `from` to before `until`, in micro-units.
pub(super) async fn days(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    calendar: &Calendar,
    narrow: &Narrow<'_>,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<HashMap<NaiveDate, i64>, sqlx::Error> {
    let teams = uuids(narrow.teams);
    let rows = sqlx::query!(
        r#"select (s.at at time zone $5::text)::date as "day!",
                  sum(s.charged_micros - s.refunded_micros)::bigint as "spent!"
           from company_spend($1, $2, $3::date::timestamp at time zone $5::text,
                              $4::date::timestamp at time zone $5::text) s
           where s.currency = $6 and ($7::uuid[] is null or s.team_id = any($7)) and ($8::uuid is null or s.team_id = $8)
             and ($9::uuid is null or s.employee_id = $9)
           group by 1"#,
        reseller.uuid(),
        organization.uuid(),
        from,
        until,
        calendar.zone,
        calendar.currency.code(),
        teams.as_deref(),
        narrow.team.map(TeamId::uuid),
        narrow.employee.map(EmployeeId::uuid),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.spent)).collect())
}

/// Which rows.
pub(super) struct Rows<'a> {
    pub by: SpendBy,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub after: Option<&'a (i64, String)>,
    pub limit: i64,
}

/// A sum, by the bare UUID or the word of what it is of.
pub(super) struct Found {
    pub key: String,
    /// What the rows are in the order of: money, or days.
    pub sort: i64,
    pub name: String,
    pub detail: String,
    pub orders: i64,
    pub charged: i64,
    pub refunded: i64,
}

/// Most spent first; days newest first.
pub(super) async fn rows(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    calendar: &Calendar,
    narrow: &Narrow<'_>,
    rows: &Rows<'_>,
) -> Result<Vec<Found>, sqlx::Error> {
    let teams = uuids(narrow.teams);
    let (sort, key) = rows.after.cloned().unzip();
    sqlx::query_as!(
        Found,
        r#"with sums as (
               select coalesce(case $7 when 'team' then s.team_id::text when 'employee' then s.employee_id::text
                                       when 'plan' then s.plan when 'country' then s.country
                                       when 'day' then ((s.at at time zone $5::text)::date)::text
                                       else s.cost_centre end, '') collate "C" as key,
                      count(*) filter (where s.charged_micros > 0) as orders,
                      sum(s.charged_micros)::bigint as charged, sum(s.refunded_micros)::bigint as refunded,
                      case when $7 = 'day' then max((s.at at time zone $5::text)::date - date '2000-01-01')::bigint
                           else sum(s.charged_micros - s.refunded_micros)::bigint end as sort
               from company_spend($1, $2, $3::date::timestamp at time zone $5::text,
                                  $4::date::timestamp at time zone $5::text) s
               where s.currency = $6 and ($8::uuid[] is null or s.team_id = any($8))
                 and ($9::uuid is null or s.team_id = $9) and ($10::uuid is null or s.employee_id = $10)
               group by 1),
           page as (
               select * from sums
               where $11::bigint is null or sort < $11 or (sort = $11 and key > $12::text)
               order by sort desc, key limit $13)
           select p.key as "key!", p.sort as "sort!", p.orders as "orders!", p.charged as "charged!",
                  p.refunded as "refunded!", coalesce(t.name, e.first_name || ' ' || e.last_name, '') as "name!",
                  coalesce(e.email, '') as "detail!"
           from page p
           left join teams t on t.reseller_id = $1 and t.organization_id = $2
                            and t.id = case when $7 = 'team' and p.key <> '' then p.key::uuid end
           left join employees e on e.reseller_id = $1 and e.organization_id = $2
                                and e.id = case when $7 = 'employee' and p.key <> '' then p.key::uuid end
           order by p.sort desc, p.key"#,
        reseller.uuid(),
        organization.uuid(),
        rows.from,
        rows.until,
        calendar.zone,
        calendar.currency.code(),
        rows.by.as_str(),
        teams.as_deref(),
        narrow.team.map(TeamId::uuid),
        narrow.employee.map(EmployeeId::uuid),
        sort,
        key,
        rows.limit,
    )
    .fetch_all(conn)
    .await
}

/// What was spent on these employees in the 30 days to today, and in the 90 days before.
pub(super) async fn months(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    calendar: &Calendar,
    teams: Option<&[TeamId]>,
    employees: &[EmployeeId],
) -> Result<HashMap<EmployeeId, (i64, i64)>, sqlx::Error> {
    let employees: Vec<Uuid> = employees.iter().map(|id| id.uuid()).collect();
    let teams = uuids(teams);
    let rows = sqlx::query!(
        r#"select s.employee_id as "employee!: EmployeeId",
                  coalesce(sum(s.charged_micros - s.refunded_micros)
                           filter (where (s.at at time zone $4::text)::date > $3::date - 30), 0)::bigint as "month!",
                  coalesce(sum(s.charged_micros - s.refunded_micros)
                           filter (where (s.at at time zone $4::text)::date <= $3::date - 30), 0)::bigint as "before!"
           from company_spend($1, $2, ($3::date - 119)::timestamp at time zone $4::text,
                              ($3::date + 1)::timestamp at time zone $4::text) s
           where s.currency = $5 and s.employee_id = any($6) and ($7::uuid[] is null or s.team_id = any($7))
           group by s.employee_id"#,
        reseller.uuid(),
        organization.uuid(),
        calendar.today,
        calendar.zone,
        calendar.currency.code(),
        &employees,
        teams.as_deref(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.employee, (row.month, row.before)))
        .collect())
}
