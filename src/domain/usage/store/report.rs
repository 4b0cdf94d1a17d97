//! Sums of usage. What needs no line is read from the groups, which have few rows a day.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::{
    ids::{EmployeeId, LineId, OrganizationId, ResellerId, TeamId},
    place::CountryCode,
    usage::{Freshness, UsageBy},
};

/// What part of the company's usage.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::domain::usage) struct Narrow<'a> {
    /// Those within reach; `None` for all.
    pub teams: Option<&'a [TeamId]>,
    pub team: Option<TeamId>,
    pub employee: Option<EmployeeId>,
    pub line: Option<LineId>,
    pub country: Option<CountryCode>,
}

impl Narrow<'_> {
    fn team_ids(&self) -> Option<Vec<Uuid>> {
        uuids(self.teams)
    }

    fn needs_lines(&self) -> bool {
        self.employee.is_some() || self.line.is_some()
    }
}

fn uuids(teams: Option<&[TeamId]>) -> Option<Vec<Uuid>> {
    teams.map(|teams| teams.iter().map(|team| team.uuid()).collect())
}

/// The company's time zone, and the day it is there.
pub(in crate::domain::usage) async fn calendar(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<(String, NaiveDate), sqlx::Error> {
    let row = sqlx::query!(
        r#"select timezone, ($3::timestamptz at time zone timezone)::date as "today!" from organizations
           where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok((row.timezone, row.today))
}

pub(in crate::domain::usage) async fn team_name(
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

/// The line in words, and its employee's team.
pub(in crate::domain::usage) async fn line_name(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<(String, Option<TeamId>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select format('%s %s, line ending in %s', e.first_name, e.last_name, right(l.iccid, 4)) as "name!",
                  e.team_id as "team: TeamId"
           from lines l
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                           and e.id = l.employee_id
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.name, row.team)))
}

/// The bytes of each day from `from` to before `until`.
pub(in crate::domain::usage) async fn days(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    narrow: &Narrow<'_>,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<(NaiveDate, i64)>, sqlx::Error> {
    let teams = narrow.team_ids();
    let country = narrow.country.map(|code| code.to_string());
    if narrow.needs_lines() {
        let rows = sqlx::query!(
            r#"select day, sum(bytes)::bigint as "bytes!" from usage_days
               where reseller_id = $1 and organization_id = $2 and day >= $3 and day < $4
                 and ($5::uuid[] is null or team_id = any($5)) and ($6::uuid is null or team_id = $6)
                 and ($7::text is null or country = $7)
                 and ($8::uuid is null or employee_id = $8) and ($9::uuid is null or line_id = $9)
               group by day"#,
            reseller.uuid(),
            organization.uuid(),
            from,
            until,
            teams.as_deref(),
            narrow.team.map(TeamId::uuid),
            country,
            narrow.employee.map(EmployeeId::uuid),
            narrow.line.map(LineId::uuid),
        )
        .fetch_all(conn)
        .await?;
        return Ok(rows.into_iter().map(|row| (row.day, row.bytes)).collect());
    }
    let rows = sqlx::query!(
        r#"select day, sum(bytes)::bigint as "bytes!" from usage_groups
           where reseller_id = $1 and organization_id = $2 and day >= $3 and day < $4
             and ($5::uuid[] is null or team_id = any($5)) and ($6::uuid is null or team_id = $6)
             and ($7::text is null or country = $7)
           group by day"#,
        reseller.uuid(),
        organization.uuid(),
        from,
        until,
        teams.as_deref(),
        narrow.team.map(TeamId::uuid),
        country,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.day, row.bytes)).collect())
}

/// Which rows.
pub(in crate::domain::usage) struct Rows<'a> {
    pub by: UsageBy,
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub after: Option<&'a (i64, String)>,
    pub limit: i64,
}

/// A sum, by the bare UUID or the word of what it is of.
pub(in crate::domain::usage) struct Found {
    pub key: String,
    /// What the rows are in the order of: bytes, or days.
    pub sort: i64,
    pub name: String,
    pub detail: String,
    pub bytes: i64,
    pub events: i64,
}

/// Most bytes first; days newest first.
pub(in crate::domain::usage) async fn rows(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    narrow: &Narrow<'_>,
    rows: &Rows<'_>,
) -> Result<Vec<Found>, sqlx::Error> {
    let teams = narrow.team_ids();
    let country = narrow.country.map(|code| code.to_string());
    let (sort, key) = rows.after.cloned().unzip();
    if narrow.needs_lines() || matches!(rows.by, UsageBy::Employee | UsageBy::Line) {
        return sqlx::query_as!(
            Found,
            r#"with sums as (
                   select case $5 when 'team' then team_id when 'employee' then employee_id when 'line' then line_id end
                              as id,
                          case $5 when 'country' then country when 'cost_centre' then cost_centre else '' end as word,
                          case when $5 = 'day' then day end as on_day, sum(bytes)::bigint as bytes,
                          sum(events)::bigint as events
                   from usage_days
                   where reseller_id = $1 and organization_id = $2 and day >= $3 and day < $4
                     and ($6::uuid[] is null or team_id = any($6)) and ($7::uuid is null or team_id = $7)
                     and ($8::text is null or country = $8)
                     and ($9::uuid is null or employee_id = $9) and ($10::uuid is null or line_id = $10)
                   group by 1, 2, 3),
               keyed as (
                   select id, coalesce(id::text, on_day::text, word) collate "C" as key, bytes, events,
                          coalesce(on_day - date '2000-01-01', bytes) as sort
                   from sums),
               page as (
                   select * from keyed
                   where $11::bigint is null or sort < $11 or (sort = $11 and key > $12::text)
                   order by sort desc, key limit $13)
               select p.key as "key!", p.sort as "sort!", p.bytes as "bytes!", p.events as "events!",
                      coalesce(t.name, e.first_name || ' ' || e.last_name, '') as "name!",
                      coalesce('ending in ' || right(l.iccid, 4), e.email, '') as "detail!"
               from page p
               left join teams t on t.reseller_id = $1 and t.organization_id = $2
                                and t.id = case when $5 = 'team' then p.id end
               left join lines l on l.reseller_id = $1 and l.organization_id = $2
                                and l.id = case when $5 = 'line' then p.id end
               left join employees e on e.reseller_id = $1 and e.organization_id = $2
                                    and e.id = case $5 when 'employee' then p.id when 'line' then l.employee_id end
               order by p.sort desc, p.key"#,
            reseller.uuid(),
            organization.uuid(),
            rows.from,
            rows.until,
            rows.by.as_str(),
            teams.as_deref(),
            narrow.team.map(TeamId::uuid),
            country,
            narrow.employee.map(EmployeeId::uuid),
            narrow.line.map(LineId::uuid),
            sort,
            key,
            rows.limit,
        )
        .fetch_all(conn)
        .await;
    }
    sqlx::query_as!(
        Found,
        r#"with sums as (
               select case when $5 = 'team' then team_id end as id,
                      case $5 when 'country' then country when 'cost_centre' then cost_centre else '' end as word,
                      case when $5 = 'day' then day end as on_day, sum(bytes)::bigint as bytes,
                      sum(events)::bigint as events
               from usage_groups
               where reseller_id = $1 and organization_id = $2 and day >= $3 and day < $4
                 and ($6::uuid[] is null or team_id = any($6)) and ($7::uuid is null or team_id = $7)
                 and ($8::text is null or country = $8)
               group by 1, 2, 3),
           keyed as (
               select id, coalesce(id::text, on_day::text, word) collate "C" as key, bytes, events,
                      coalesce(on_day - date '2000-01-01', bytes) as sort
               from sums),
           page as (
               select * from keyed
               where $9::bigint is null or sort < $9 or (sort = $9 and key > $10::text)
               order by sort desc, key limit $11)
           select p.key as "key!", p.sort as "sort!", p.bytes as "bytes!", p.events as "events!",
                  coalesce(t.name, '') as "name!", '' as "detail!"
           from page p
           left join teams t on t.reseller_id = $1 and t.organization_id = $2 and t.id = p.id
           order by p.sort desc, p.key"#,
        reseller.uuid(),
        organization.uuid(),
        rows.from,
        rows.until,
        rows.by.as_str(),
        teams.as_deref(),
        narrow.team.map(TeamId::uuid),
        country,
        sort,
        key,
        rows.limit,
    )
    .fetch_all(conn)
    .await
}

/// When the vendors last told anything of the lines in use.
pub(in crate::domain::usage) async fn freshness(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    narrow: &Narrow<'_>,
    now: DateTime<Utc>,
) -> Result<Freshness, sqlx::Error> {
    let teams = narrow.team_ids();
    let row = sqlx::query!(
        r#"select max(l.as_of) as newest,
                  count(*) filter (where l.ended_at is null and l.state not in ('expired', 'terminated', 'recycled'))
                      as "lines!",
                  count(*) filter (where l.ended_at is null and l.state not in ('expired', 'terminated', 'recycled')
                                   and coalesce(l.as_of, l.issued_at) < $3::timestamptz - interval '2 hours') as "silent!"
           from lines l
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                           and e.id = l.employee_id
           where l.reseller_id = $1 and l.organization_id = $2
             and ($4::uuid[] is null or e.team_id = any($4)) and ($5::uuid is null or e.team_id = $5)
             and ($6::uuid is null or l.employee_id = $6) and ($7::uuid is null or l.id = $7)"#,
        reseller.uuid(),
        organization.uuid(),
        now,
        teams.as_deref(),
        narrow.team.map(TeamId::uuid),
        narrow.employee.map(EmployeeId::uuid),
        narrow.line.map(LineId::uuid),
    )
    .fetch_one(conn)
    .await?;
    Ok(Freshness {
        newest: row.newest,
        lines: row.lines,
        silent: row.silent,
        now,
    })
}

/// What these employees used in the seven days to today, and in the four weeks before.
pub(in crate::domain::usage) async fn weeks(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    teams: Option<&[TeamId]>,
    employees: &[EmployeeId],
    today: NaiveDate,
) -> Result<HashMap<EmployeeId, (i64, i64)>, sqlx::Error> {
    let employees: Vec<Uuid> = employees.iter().map(|id| id.uuid()).collect();
    let teams = uuids(teams);
    let rows = sqlx::query!(
        r#"select employee_id as "employee: EmployeeId",
                  coalesce(sum(bytes) filter (where day > $4::date - 7), 0)::bigint as "week!",
                  coalesce(sum(bytes) filter (where day <= $4::date - 7), 0)::bigint as "before!"
           from usage_days
           where reseller_id = $1 and organization_id = $2 and employee_id = any($3)
             and day > $4::date - 35 and day <= $4 and ($5::uuid[] is null or team_id = any($5))
           group by employee_id"#,
        reseller.uuid(),
        organization.uuid(),
        &employees,
        today,
        teams.as_deref(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.employee, (row.week, row.before)))
        .collect())
}
