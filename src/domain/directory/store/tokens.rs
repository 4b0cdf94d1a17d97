//! Tokens, and what the company decided about leavers.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{directory::DirectoryToken, error::Internal},
    shared::{
        ids::{DirectoryTokenId, OrganizationId, ResellerId, UserId},
        sign_in::{DirectoryTokenRow, LeaversLines},
    },
};

/// Those that work, newest first.
pub(in crate::domain::directory) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<DirectoryTokenRow>, sqlx::Error> {
    sqlx::query_as!(
        DirectoryTokenRow,
        r#"select id as "id: DirectoryTokenId", prefix, created_at, last_used_at from directory_tokens
           where reseller_id = $1 and organization_id = $2 and revoked_at is null order by id desc"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Writes the token; how many work then. Whoever makes another one for the same company waits.
pub(in crate::domain::directory) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    by: UserId,
    id: DirectoryTokenId,
    token: &DirectoryToken,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "insert into organization_directories (reseller_id, organization_id) values ($1, $2)
         on conflict (reseller_id, organization_id) do update set organization_id = excluded.organization_id",
        reseller.uuid(),
        organization.uuid(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into directory_tokens (id, reseller_id, organization_id, prefix, hash, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        token.prefix(),
        token.hash(),
        by.uuid(),
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from directory_tokens
           where reseller_id = $1 and organization_id = $2 and revoked_at is null"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::directory) async fn revoke(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: DirectoryTokenId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update directory_tokens set revoked_at = $4
         where reseller_id = $1 and organization_id = $2 and id = $3 and revoked_at is null",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Whose a token is, when it works, and when it was last used.
pub(in crate::domain::directory) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &DirectoryToken,
) -> Result<Option<(OrganizationId, DirectoryTokenId, Option<DateTime<Utc>>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select organization_id as "organization: OrganizationId", id as "id: DirectoryTokenId", last_used_at
           from directory_tokens where reseller_id = $1 and hash = $2 and revoked_at is null"#,
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.organization, row.id, row.last_used_at)))
}

pub(in crate::domain::directory) async fn note_use(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: DirectoryTokenId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update directory_tokens set last_used_at = $4 where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::directory) async fn leavers_lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<LeaversLines, Internal> {
    let found = sqlx::query_scalar!(
        "select leavers_lines from organization_directories where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    found.map_or(Ok(LeaversLines::Suspend), |text| {
        LeaversLines::parse(&text).ok_or_else(|| Internal::broken("unknown wish for leavers' lines"))
    })
}

pub(in crate::domain::directory) async fn set_leavers_lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    lines: LeaversLines,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organization_directories (reseller_id, organization_id, leavers_lines) values ($1, $2, $3)
         on conflict (reseller_id, organization_id) do update set leavers_lines = excluded.leavers_lines",
        reseller.uuid(),
        organization.uuid(),
        lines.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}
