//! Readings as they come: a few statements for any number of them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::usage::deltas::{Fresh, Known},
    shared::{
        ids::{EmployeeId, LineId, OrganizationId, ResellerId, TeamId},
        place::CountryCode,
    },
};

/// On whom a line's use counts.
pub(in crate::domain::usage) struct LineOf {
    pub id: LineId,
    pub employee: EmployeeId,
    pub team: Option<TeamId>,
    pub cost_centre: String,
    pub provider: String,
}

/// Locks the lines until the transaction ends, in the order of their ids: readings of a line wait for each other.
pub(in crate::domain::usage) async fn lock_lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    ids: &[LineId],
) -> Result<Vec<LineOf>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    sqlx::query_as!(
        LineOf,
        r#"select l.id as "id: LineId", l.employee_id as "employee: EmployeeId", e.team_id as "team: TeamId",
                  e.cost_centre, l.provider
           from lines l
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                           and e.id = l.employee_id
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = any($3)
           order by l.id for no key update of l"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await
}

/// A counter's newest reading.
pub(in crate::domain::usage) struct Head {
    pub line: LineId,
    pub counter: String,
    pub at: DateTime<Utc>,
    pub event: String,
    pub total: i64,
}

impl Head {
    pub(in crate::domain::usage) fn known(&self) -> Known<'_> {
        Known {
            reading: Fresh {
                line: self.line,
                counter: &self.counter,
                at: self.at,
                event: &self.event,
                total: self.total,
            },
            bytes: None,
        }
    }
}

pub(in crate::domain::usage) async fn heads(
    conn: &mut PgConnection,
    reseller: ResellerId,
    ids: &[LineId],
) -> Result<Vec<Head>, sqlx::Error> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    sqlx::query_as!(
        Head,
        r#"select line_id as "line: LineId", counter, at, event, total_bytes as total
           from usage_counters where reseller_id = $1 and line_id = any($2)"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await
}

/// The key of readings, a column each.
struct Keys {
    lines: Vec<Uuid>,
    counters: Vec<String>,
    at: Vec<DateTime<Utc>>,
    events: Vec<String>,
}

impl Keys {
    fn of<'a>(readings: impl Iterator<Item = &'a Fresh<'a>>) -> Self {
        let mut keys = Self {
            lines: vec![],
            counters: vec![],
            at: vec![],
            events: vec![],
        };
        for reading in readings {
            keys.lines.push(reading.line.uuid());
            keys.counters.push(reading.counter.to_owned());
            keys.at.push(reading.at);
            keys.events.push(reading.event.to_owned());
        }
        keys
    }
}

/// Positions of those that are stored. One look into one month for each, whatever the planner thinks of the table: its
/// figures of a month that has just begun are wrong.
pub(in crate::domain::usage) async fn there(
    conn: &mut PgConnection,
    reseller: ResellerId,
    readings: &[Fresh<'_>],
) -> Result<HashSet<usize>, sqlx::Error> {
    if readings.is_empty() {
        return Ok(HashSet::new());
    }
    let keys = Keys::of(readings.iter());
    let found = sqlx::query_scalar!(
        r#"select i.n as "n!" from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[])
                  with ordinality as i (line, counter, at, event, n)
           cross join lateral (
               select from usage_events e
               where e.reseller_id = $1 and e.line_id = i.line and e.counter = i.counter and e.at = i.at
                 and e.event = i.event
               limit 1) as found"#,
        reseller.uuid(),
        &keys.lines,
        &keys.counters,
        &keys.at,
        &keys.events,
    )
    .fetch_all(conn)
    .await?;
    Ok(found
        .into_iter()
        .filter_map(|n| usize::try_from(n - 1).ok())
        .collect())
}

/// A stored reading right before or right behind a late one.
pub(in crate::domain::usage) struct Neighbour {
    pub line: LineId,
    pub counter: String,
    pub at: DateTime<Utc>,
    pub event: String,
    pub total: i64,
    pub bytes: i64,
}

impl Neighbour {
    pub(in crate::domain::usage) fn known(&self) -> Known<'_> {
        Known {
            reading: Fresh {
                line: self.line,
                counter: &self.counter,
                at: self.at,
                event: &self.event,
                total: self.total,
            },
            bytes: Some(self.bytes),
        }
    }
}

/// The neighbours of late readings. `at` stands alone beside the pair, so that other months are not looked at.
pub(in crate::domain::usage) async fn neighbours(
    conn: &mut PgConnection,
    reseller: ResellerId,
    late: &[Fresh<'_>],
) -> Result<Vec<Neighbour>, sqlx::Error> {
    if late.is_empty() {
        return Ok(vec![]);
    }
    let keys = Keys::of(late.iter());
    sqlx::query_as!(
        Neighbour,
        r#"select i.line as "line!: LineId", i.counter as "counter!", n.at as "at!", n.event as "event!",
                  n.total_bytes as "total!", n.bytes as "bytes!"
           from unnest($2::uuid[], $3::text[], $4::timestamptz[], $5::text[]) as i (line, counter, at, event)
           cross join lateral (
               (select e.at, e.event, e.total_bytes, e.bytes from usage_events e
                where e.reseller_id = $1 and e.line_id = i.line and e.counter = i.counter and e.at <= i.at
                  and (e.at, e.event) < (i.at, i.event)
                order by e.at desc, e.event desc limit 1)
               union all
               (select e.at, e.event, e.total_bytes, e.bytes from usage_events e
                where e.reseller_id = $1 and e.line_id = i.line and e.counter = i.counter and e.at >= i.at
                  and (e.at, e.event) > (i.at, i.event)
                order by e.at, e.event limit 1)) as n"#,
        reseller.uuid(),
        &keys.lines,
        &keys.counters,
        &keys.at,
        &keys.events,
    )
    .fetch_all(conn)
    .await
}

/// Readings that are to be entered, and what each counts.
pub(in crate::domain::usage) struct New<'a> {
    pub readings: &'a [(Fresh<'a>, Option<CountryCode>)],
    pub bytes: &'a [i64],
    pub lines: &'a HashMap<LineId, &'a LineOf>,
}

/// Enters readings, corrects those behind late ones, and brings days, groups and counters up to date, in one statement.
/// Rows of days and groups are written in the order of their keys, so that two companies' worth of them never wait for
/// each other crosswise.
pub(in crate::domain::usage) async fn put(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    new: &New<'_>,
    moved: &[(Fresh<'_>, i64)],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let keys = Keys::of(new.readings.iter().map(|(fresh, _)| fresh));
    let totals: Vec<i64> = new.readings.iter().map(|(fresh, _)| fresh.total).collect();
    let countries: Vec<String> = new
        .readings
        .iter()
        .map(|(_, country)| country.map(|code| code.to_string()).unwrap_or_default())
        .collect();
    let of = |fresh: &Fresh<'_>| new.lines.get(&fresh.line);
    let mut employees = Vec::with_capacity(totals.len());
    let mut teams = Vec::with_capacity(totals.len());
    let mut centres = Vec::with_capacity(totals.len());
    let mut providers = Vec::with_capacity(totals.len());
    for (fresh, _) in new.readings {
        let Some(line) = of(fresh) else { continue };
        employees.push(line.employee.uuid());
        teams.push(line.team.map_or(Uuid::nil(), TeamId::uuid));
        centres.push(line.cost_centre.clone());
        providers.push(line.provider.clone());
    }
    let changed = Keys::of(moved.iter().map(|(fresh, _)| fresh));
    let changes: Vec<i64> = moved.iter().map(|(_, change)| *change).collect();
    // Said beside the pairs, so that no other line and no other month is read for them.
    let (first, last) = (changed.at.iter().min(), changed.at.iter().max());
    let (first, last) = (first.copied().unwrap_or(now), last.copied().unwrap_or(now));
    sqlx::query!(
        "with company as (select timezone from organizations where reseller_id = $1 and id = $2),
         fresh as (
             select i.*, (i.at at time zone company.timezone)::date as day
             from company, unnest($4::uuid[], $5::text[], $6::timestamptz[], $7::text[], $8::bigint[], $9::bigint[],
                                  $10::text[], $11::uuid[], $12::uuid[], $13::text[], $14::text[])
                  as i (line, counter, at, event, total, bytes, country, employee, team, cost_centre, provider)),
         entered as (
             insert into usage_events (reseller_id, organization_id, line_id, counter, at, event, provider, employee_id,
                                       team_id, cost_centre, country, day, total_bytes, bytes, received_at)
             select $1, $2, line, counter, at, event, provider, employee, team, cost_centre, country, day, total, bytes,
                    $3
             from fresh),
         moved as (
             update usage_events e set bytes = e.bytes + m.change
             from unnest($15::uuid[], $16::text[], $17::timestamptz[], $18::text[], $19::bigint[])
                  as m (line, counter, at, event, change)
             where e.reseller_id = $1 and e.line_id = m.line and e.counter = m.counter and e.at = m.at
               and e.event = m.event and e.line_id = any($15) and e.at between $20 and $21
             returning e.day, e.line_id, e.team_id, e.cost_centre, e.country, e.employee_id, m.change),
         sums as (
             select day, line, team, cost_centre, country, employee, sum(bytes)::bigint as bytes,
                    sum(events)::bigint as events
             from (select day, line, team, cost_centre, country, employee, bytes, 1 as events from fresh
                   union all
                   select day, line_id, team_id, cost_centre, country, employee_id, change, 0 from moved) as every
             group by day, line, team, cost_centre, country, employee),
         days as (
             insert into usage_days as d (reseller_id, organization_id, day, line_id, team_id, cost_centre, country,
                                          employee_id, bytes, events)
             select $1, $2, day, line, team, cost_centre, country, employee, bytes, events from sums
             order by day, line, team, cost_centre, country
             on conflict (reseller_id, organization_id, day, line_id, team_id, cost_centre, country)
             do update set bytes = d.bytes + excluded.bytes, events = d.events + excluded.events),
         heads as (
             insert into usage_counters as c (reseller_id, organization_id, line_id, counter, at, event, total_bytes)
             select distinct on (line, counter) $1, $2, line, counter, at, event, total
             from fresh order by line, counter, at desc, event collate \"C\" desc
             on conflict (reseller_id, line_id, counter)
             do update set at = excluded.at, event = excluded.event, total_bytes = excluded.total_bytes
             where (excluded.at, excluded.event) > (c.at, c.event))
         insert into usage_groups as g (reseller_id, organization_id, day, team_id, cost_centre, country, bytes, events)
         select $1, $2, day, team, cost_centre, country, sum(bytes)::bigint, sum(events)::bigint from sums
         group by day, team, cost_centre, country order by day, team, cost_centre, country
         on conflict (reseller_id, organization_id, day, team_id, cost_centre, country)
         do update set bytes = g.bytes + excluded.bytes, events = g.events + excluded.events",
        reseller.uuid(),
        organization.uuid(),
        now,
        &keys.lines,
        &keys.counters,
        &keys.at,
        &keys.events,
        &totals,
        new.bytes,
        &countries,
        &employees,
        &teams,
        &centres,
        &providers,
        &changed.lines,
        &changed.counters,
        &changed.at,
        &changed.events,
        &changes,
        first,
        last,
    )
    .execute(conn)
    .await
    .map(drop)
}
