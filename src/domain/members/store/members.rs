//! Members.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, members::roster::Place},
    shared::{
        company::CompanyMemberRow,
        ids::{OrganizationId, ResellerId, UserId},
        permissions::OrganizationRole,
    },
};

pub(super) fn role(text: &str) -> Result<OrganizationRole, Internal> {
    OrganizationRole::parse(text).ok_or_else(|| Internal::broken("unknown role in a company"))
}

pub(in crate::domain::members) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organization_members (reseller_id, organization_id, user_id, role, created_at)
         values ($1, $2, $3, $4, $5)",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        role.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Everybody, held as they are until the transaction ends. The company's row is held first: of two who join or go at
/// the same time, the second waits.
pub(in crate::domain::members) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<Place>, Internal> {
    sqlx::query!(
        "select id from organizations where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(&mut *conn)
    .await?;
    let rows = sqlx::query!(
        r#"select user_id as "user: UserId", role, state = 'active' as "is_active!" from organization_members
           where reseller_id = $1 and organization_id = $2 order by user_id for no key update"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Place {
                user: row.user,
                role: role(&row.role)?,
                is_active: row.is_active,
            })
        })
        .collect()
}

pub(in crate::domain::members) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    you: UserId,
    now: DateTime<Utc>,
) -> Result<Vec<CompanyMemberRow>, Internal> {
    let rows = sqlx::query!(
        r#"select m.user_id as "user: UserId", trim(u.first_name || ' ' || u.last_name) as "name!", u.email, m.role,
                  m.state = 'active' as "is_active!",
                  (select max(s.last_seen_at) from sessions s
                   where s.reseller_id = m.reseller_id and s.user_id = m.user_id and s.entry_id is null
                     and s.expires_at > $3) as last_seen_at,
                  array(select t.name from team_managers l
                        join teams t on t.reseller_id = l.reseller_id and t.organization_id = l.organization_id
                                    and t.id = l.team_id
                        where l.reseller_id = m.reseller_id and l.organization_id = m.organization_id
                          and l.user_id = m.user_id
                        order by t.name) as "teams!: Vec<String>"
           from organization_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 order by m.created_at, m.user_id"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(CompanyMemberRow {
                id: row.user,
                name: row.name,
                email: row.email,
                role: role(&row.role)?,
                is_active: row.is_active,
                last_seen_at: row.last_seen_at,
                teams: row.teams,
                is_you: row.user == you,
            })
        })
        .collect()
}

/// Address of a user.
pub(in crate::domain::members) async fn address(
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

pub(in crate::domain::members) async fn has_address(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    email: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from organization_members m
                          join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
                          where m.reseller_id = $1 and m.organization_id = $2 and u.email = $3) as "is_member!""#,
        reseller.uuid(),
        organization.uuid(),
        email,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::members) async fn set_role(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_members set role = $4
         where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        role.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::members) async fn set_active(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    is_active: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_members set state = $4
         where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        if is_active { "active" } else { "deactivated" },
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::members) async fn delete(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from organization_members where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The companies somebody is in, whatever their state, with their names; in one order.
pub(in crate::domain::members) async fn companies_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Vec<(OrganizationId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrganizationId", o.name from organization_members m
           join organizations o on o.reseller_id = m.reseller_id and o.id = m.organization_id
           where m.reseller_id = $1 and m.user_id = $2 order by o.id"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

pub(in crate::domain::members) async fn count_owned(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "select id from users where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "owned!" from organization_members
           where reseller_id = $1 and user_id = $2 and role = 'owner'"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await
}
