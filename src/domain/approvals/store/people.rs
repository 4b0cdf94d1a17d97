//! Who asks, for whom, and who decides.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::ids::{EmployeeId, LineId, OrganizationId, ResellerId, TeamId, UserId};

/// A member and where they are one.
pub(in crate::domain::approvals) struct Asker {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub user: UserId,
}

/// An employee.
pub(in crate::domain::approvals) struct Person {
    pub id: EmployeeId,
    pub team: Option<TeamId>,
    pub has_left: bool,
    /// Has the asker's own address.
    pub is_self: bool,
}

pub(in crate::domain::approvals) async fn person(
    conn: &mut PgConnection,
    asker: &Asker,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Option<Person>, sqlx::Error> {
    sqlx::query_as!(
        Person,
        r#"select e.id as "id: EmployeeId", e.team_id as "team: TeamId",
                  coalesce(e.ends_on < ($5::timestamptz at time zone o.timezone)::date, false) as "has_left!",
                  e.email = u.email as "is_self!"
           from employees e
           join organizations o on o.reseller_id = e.reseller_id and o.id = e.organization_id
           join users u on u.reseller_id = e.reseller_id and u.id = $4
           where e.reseller_id = $1 and e.organization_id = $2 and e.email collate "C" = lower($3)"#,
        asker.reseller.uuid(),
        asker.organization.uuid(),
        email,
        asker.user.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::approvals) async fn email_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        "select email from users where reseller_id = $1 and id = $2",
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// Whoever has the line, if they are of these teams; `None` for all teams.
pub(in crate::domain::approvals) async fn email_of_line(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    teams: Option<&[TeamId]>,
    line: LineId,
) -> Result<Option<String>, sqlx::Error> {
    let teams: Option<Vec<Uuid>> = teams.map(|teams| teams.iter().map(|team| team.uuid()).collect());
    sqlx::query_scalar!(
        "select e.email from lines l
         join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
             and e.id = l.employee_id
         where l.reseller_id = $1 and l.organization_id = $2 and l.id = $3
           and ($4::uuid[] is null or e.team_id = any($4))",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        teams.as_deref(),
    )
    .fetch_optional(conn)
    .await
}

/// The vendor's id of a line of this employee that has not ended.
pub(in crate::domain::approvals) async fn provider_line(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    employee: EmployeeId,
    line: LineId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select provider_line_id from lines
         where reseller_id = $1 and organization_id = $2 and employee_id = $3 and id = $4 and ended_at is null",
        reseller.uuid(),
        organization.uuid(),
        employee.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Active members of the roles, and the managers of the team if there is one; not the requester.
pub(in crate::domain::approvals) async fn deciders(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    roles: &[String],
    team: Option<TeamId>,
    requester: UserId,
) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select m.user_id as "id: UserId" from organization_members m
           where m.reseller_id = $1 and m.organization_id = $2 and m.state = 'active' and m.user_id <> $5
             and (m.role = any($3)
                  or exists (select from team_managers t
                             where t.reseller_id = m.reseller_id and t.organization_id = m.organization_id
                               and t.team_id = $4 and t.user_id = m.user_id))
           order by m.user_id limit 50"#,
        reseller.uuid(),
        organization.uuid(),
        roles,
        team.map(TeamId::uuid),
        requester.uuid(),
    )
    .fetch_all(conn)
    .await
}
