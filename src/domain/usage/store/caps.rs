//! What is used under a company's caps.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::ids::{EmployeeId, LineId, OrganizationId, ResellerId, TeamId};

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
                  coalesce(l.suspended_for = 'cap', false) as "stands_for_cap!"
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
