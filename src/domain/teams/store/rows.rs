//! Teams.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::{
    company::{TeamChoice, TeamRow},
    ids::{OrganizationId, ResellerId, TeamId},
};

pub(in crate::domain::teams) async fn choices(
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
pub(in crate::domain::teams) async fn list(
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

/// Whoever else changes the company's members waits.
pub(in crate::domain::teams) async fn hold_company(
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

pub(in crate::domain::teams) async fn count(
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
pub(in crate::domain::teams) async fn insert(
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
pub(in crate::domain::teams) async fn lock(
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
pub(in crate::domain::teams) async fn rename(
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

pub(in crate::domain::teams) async fn is_in_use(
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

pub(in crate::domain::teams) async fn delete(
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
