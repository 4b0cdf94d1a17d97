//! What is used under a company's caps.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{EmployeeId, LineId, OrganizationId, ResellerId, TeamId},
        place::CountryCode,
    },
};

/// A line in use, with what its employee and team used in the company's month.
pub(in crate::domain::usage) struct Worn {
    pub line: LineId,
    pub employee: EmployeeId,
    /// First and last name.
    pub name: String,
    pub team: Option<TeamId>,
    /// `2026-11`.
    pub month: String,
    pub employee_bytes: i64,
    pub team_bytes: i64,
    /// Of what its plans give; `None` is unlimited or untold.
    pub left_bytes: Option<i64>,
    pub can_be_stopped: bool,
    /// It is stopped because of a cap.
    pub stands_for_cap: bool,
    /// It is stopped because of where it was used.
    pub stands_for_roaming: bool,
}

pub(in crate::domain::usage) async fn worn(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: &[LineId],
    now: DateTime<Utc>,
) -> Result<Vec<Worn>, sqlx::Error> {
    let ids: Vec<Uuid> = lines.iter().map(|line| line.uuid()).collect();
    sqlx::query_as!(
        Worn,
        r#"with month as (
               select date_trunc('month', $4::timestamptz at time zone o.timezone)::date as first
               from organizations o where o.reseller_id = $1 and o.id = $2)
           select l.id as "line: LineId", e.id as "employee: EmployeeId",
                  e.first_name || ' ' || e.last_name as "name!", e.team_id as "team: TeamId",
                  to_char(month.first, 'YYYY-MM') as "month!",
                  (select coalesce(sum(d.bytes), 0)::bigint from usage_days d
                   where d.reseller_id = $1 and d.organization_id = $2 and d.employee_id = e.id
                     and d.day >= month.first) as "employee_bytes!",
                  (select coalesce(sum(g.bytes), 0)::bigint from usage_groups g
                   where g.reseller_id = $1 and g.organization_id = $2 and g.team_id = e.team_id
                     and g.day >= month.first) as "team_bytes!",
                  greatest(0, l.allowance_bytes - l.used_bytes) as left_bytes,
                  (v.kind = 'lines' and l.suspended_for is null
                   and l.state in ('ready', 'downloaded', 'active', 'depleted')) as "can_be_stopped!",
                  coalesce(l.suspended_for = 'cap', false) as "stands_for_cap!",
                  coalesce(l.suspended_for = 'roaming', false) as "stands_for_roaming!"
           from lines l
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
               and e.id = l.employee_id
           join providers v on v.name = l.provider
           cross join month
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = any($3) and l.ended_at is null
           order by l.id"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
        now,
    )
    .fetch_all(conn)
    .await
}

/// Lines of a company that have not ended, in the order of their ids.
pub(in crate::domain::usage) async fn lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    after: Option<LineId>,
    limit: i64,
) -> Result<Vec<LineId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: LineId" from lines
           where reseller_id = $1 and organization_id = $2 and ended_at is null and ($3::uuid is null or id > $3)
           order by id limit $4"#,
        reseller.uuid(),
        organization.uuid(),
        after.map(LineId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// The countries each line was used in, in the company's month; where the vendor tells none there is none.
pub(in crate::domain::usage) async fn used_in(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: &[LineId],
    now: DateTime<Utc>,
) -> Result<Vec<(LineId, CountryCode)>, Internal> {
    let ids: Vec<Uuid> = lines.iter().map(|line| line.uuid()).collect();
    let rows = sqlx::query!(
        r#"select l.id as "line: LineId", d.country
           from organizations o
           join lines l on l.reseller_id = o.reseller_id and l.organization_id = o.id and l.id = any($3)
           join usage_days d on d.reseller_id = l.reseller_id and d.organization_id = l.organization_id
               and d.employee_id = l.employee_id and d.line_id = l.id
               and d.day >= date_trunc('month', $4::timestamptz at time zone o.timezone)::date
           where o.reseller_id = $1 and o.id = $2 and d.country <> ''
           group by l.id, d.country having sum(d.bytes) > 0 order by l.id, d.country"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.line, row.country.parse()?)))
        .collect()
}

/// Whether the line was stopped for roaming after the last time it was used in one of these countries: whoever brought it
/// back since then keeps it until it is used there again.
pub(in crate::domain::usage) async fn is_stopped_since(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
    countries: &[CountryCode],
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let countries: Vec<String> = countries.iter().map(ToString::to_string).collect();
    sqlx::query_scalar!(
        r#"select exists (
               select from line_wishes w
               where w.reseller_id = $1 and w.organization_id = $2 and w.line_id = $3 and w.why = 'roaming'
                 and w.verb = 'suspend' and w.state <> 'refused'
                 and w.requested_at >= (
                     select max(e.at) from usage_events e
                     where e.reseller_id = $1 and e.line_id = $3 and e.country = any($4) and e.bytes > 0
                       and e.at >= $5::timestamptz - interval '32 days')) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        &countries,
        now,
    )
    .fetch_one(conn)
    .await
}
