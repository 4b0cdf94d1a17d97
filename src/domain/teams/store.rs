//! The SQL of the teams room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::{
    company::{ManagerRow, TeamChoice, TeamRow},
    ids::{OrganizationId, ResellerId, TeamId, UserId},
};

pub(super) async fn choices(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<TeamChoice>, sqlx::Error> {
    sqlx::query_as!(
        TeamChoice,
        r#"select id as "id: TeamId", name from teams where reseller_id = $1 and organization_id = $2
           order by name_key, id"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Without who leads them.
pub(super) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<Vec<TeamRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select t.id as "id: TeamId", t.name,
                  (select count(*) from employees e
                   where e.reseller_id = t.reseller_id and e.organization_id = t.organization_id and e.team_id = t.id
                     and (e.ends_on is null or e.ends_on >= ($3::timestamptz at time zone o.timezone)::date))
                  as "employees!"
           from teams t join organizations o on o.reseller_id = t.reseller_id and o.id = t.organization_id
           where t.reseller_id = $1 and t.organization_id = $2 order by t.name_key, t.id"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TeamRow {
            id: row.id,
            name: row.name,
            employees: row.employees,
            managers: vec![],
        })
        .collect())
}

/// Who leads which team.
pub(super) async fn leaders(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<(TeamId, ManagerRow)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select l.team_id as "team: TeamId", u.id as "id: UserId",
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "name!"
           from team_managers l join users u on u.reseller_id = l.reseller_id and u.id = l.user_id
           where l.reseller_id = $1 and l.organization_id = $2 order by 3, 2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            (
                row.team,
                ManagerRow {
                    id: row.id,
                    name: row.name,
                },
            )
        })
        .collect())
}

/// Active members who are managers.
pub(super) async fn managers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<ManagerRow>, sqlx::Error> {
    sqlx::query_as!(
        ManagerRow,
        r#"select u.id as "id: UserId",
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "name!"
           from organization_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.role = 'manager' and m.state = 'active'
           order by 2, 1"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Whoever else changes the company's members waits.
pub(super) async fn hold_company(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select id from organizations where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

pub(super) async fn count(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from teams where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// False when there is one of this name.
pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: TeamId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into teams (id, reseller_id, organization_id, name, created_at) values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, organization_id, name_key) do nothing",
        id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        name,
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

/// The team's name, held until the transaction ends.
pub(super) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: TeamId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select name from teams where reseller_id = $1 and organization_id = $2 and id = $3 for no key update",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// False when another one has the name.
pub(super) async fn rename(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: TeamId,
    name: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update teams set name = $4 where reseller_id = $1 and organization_id = $2 and id = $3
         and not exists (select from teams other where other.reseller_id = $1 and other.organization_id = $2
                         and other.id <> $3 and other.name_key = lower($4))",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        name,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

pub(super) async fn is_in_use(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: TeamId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from employees where reseller_id = $1 and organization_id = $2 and team_id = $3)
               or exists (select from organization_invitations
                          where reseller_id = $1 and organization_id = $2 and team_id = $3) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn delete(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: TeamId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from team_managers where reseller_id = $1 and organization_id = $2 and team_id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from teams where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn lead(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into team_managers (reseller_id, organization_id, team_id, user_id) values ($1, $2, $3, $4)
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn lead_no_more(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from team_managers
         where reseller_id = $1 and organization_id = $2 and team_id = $3 and user_id = $4",
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Names of the teams the user leads.
pub(super) async fn led_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select t.name from team_managers l
         join teams t on t.reseller_id = l.reseller_id and t.organization_id = l.organization_id and t.id = l.team_id
         where l.reseller_id = $1 and l.organization_id = $2 and l.user_id = $3 order by t.name",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// The successor leads what the other one leads.
pub(super) async fn lead_like(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    successor: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into team_managers (reseller_id, organization_id, team_id, user_id)
         select reseller_id, organization_id, team_id, $4 from team_managers
         where reseller_id = $1 and organization_id = $2 and user_id = $3
         on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        successor.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn lead_nothing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from team_managers where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
