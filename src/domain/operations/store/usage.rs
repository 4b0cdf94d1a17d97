//! Usage: days are the sums of readings, groups of days, lines of counters; and the months there must be.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Days of lines that are not the sum of their readings. Of a month that was dropped nothing can be said, and a day may
/// begin in the month before.
pub(in crate::domain::operations) async fn days_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with oldest as (
               select min(to_date(right(c.relname, 7), 'YYYY_MM')) + 1 as day
               from pg_inherits i join pg_class c on c.oid = i.inhrelid
               where i.inhparent = 'usage_events'::regclass),
           raw as (
               select reseller_id, organization_id, e.day, line_id, team_id, cost_centre, country, employee_id,
                      sum(bytes)::bigint as bytes, count(*) as events
               from usage_events e, oldest where e.day > oldest.day
               group by reseller_id, organization_id, e.day, line_id, team_id, cost_centre, country, employee_id),
           summed as (
               select d.reseller_id, d.organization_id, d.day, d.line_id, d.team_id, d.cost_centre, d.country,
                      d.employee_id, d.bytes, d.events
               from usage_days d, oldest where d.day > oldest.day)
           select format('line %s on %s: %s say %s bytes of %s readings', off.line_id, off.day, off.side, off.bytes,
                         off.events) as "finding!"
           from ((select 'its days' as side, s.* from (select * from summed except all select * from raw) s)
                 union all
                 (select 'its readings', r.* from (select * from raw except all select * from summed) r)) as off
           order by off.day, off.line_id, off.side limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Groups that are not the sum of their lines' days.
pub(in crate::domain::operations) async fn groups_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with summed as (
               select reseller_id, organization_id, day, team_id, cost_centre, country, sum(bytes)::bigint as bytes,
                      sum(events)::bigint as events
               from usage_days group by reseller_id, organization_id, day, team_id, cost_centre, country),
           kept as (
               select reseller_id, organization_id, day, team_id, cost_centre, country, bytes, events from usage_groups)
           select format('company %s on %s: %s say %s bytes of %s readings', off.organization_id, off.day, off.side,
                         off.bytes, off.events) as "finding!"
           from ((select 'its groups' as side, k.* from (select * from kept except all select * from summed) k)
                 union all
                 (select 'its lines', s.* from (select * from summed except all select * from kept) s)) as off
           order by off.day, off.organization_id, off.side limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Lines that have not used what their counters stand at, and counters that do not stand at their newest reading.
pub(in crate::domain::operations) async fn counters_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('line %s has used %s, its counters say %s', l.id, l.used_bytes, c.total) as "finding!"
           from lines l
           join (select reseller_id, organization_id, line_id, sum(total_bytes) as total from usage_counters
                 group by reseller_id, organization_id, line_id) c
             on c.reseller_id = l.reseller_id and c.organization_id = l.organization_id and c.line_id = l.id
           where l.used_bytes <> c.total
           union all
           select format('counter %s of line %s stands at %s, there is a newer reading', c.counter, c.line_id, c.total_bytes)
           from usage_counters c
           where exists (select from usage_events e where e.reseller_id = c.reseller_id and e.line_id = c.line_id
                         and e.counter = c.counter and e.at >= c.at and (e.at, e.event) > (c.at, c.event))
           limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Months, this one and the next, that readings could not be entered in.
pub(in crate::domain::operations) async fn months_missing(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('there is no place for the usage of %s', to_char(m.month, 'YYYY-MM')) as "finding!"
           from generate_series(date_trunc('month', $1::timestamptz at time zone 'UTC'),
                                date_trunc('month', $1::timestamptz at time zone 'UTC') + interval '1 month',
                                interval '1 month') as m (month)
           where not exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                             where i.inhparent = 'usage_events'::regclass
                               and right(c.relname, 7) = to_char(m.month, 'YYYY_MM'))"#,
        now,
    )
    .fetch_all(conn)
    .await
}
