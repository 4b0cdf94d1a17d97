//! The SQL of resellers' own accounts at a gateway.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::ids::ResellerId;

/// What decides where a new payment is made.
pub struct Collecting {
    pub settlement_mode: String,
    /// The reseller's keys in use, if it has any.
    pub version: Option<i32>,
}

pub async fn collecting(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
) -> Result<Collecting, sqlx::Error> {
    sqlx::query_as!(
        Collecting,
        r#"select r.settlement_mode, c.version as "version?"
           from resellers r
           left join gateway_credentials c
               on c.reseller_id = r.id and c.provider = $2 and c.retired_at is null
           where r.id = $1"#,
        reseller.uuid(),
        provider,
    )
    .fetch_one(conn)
    .await
}

/// Versions a payment made with `version` can be asked about with: that one, then the one in use; those whose keys
/// are still kept.
pub async fn versions_for(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
    version: i32,
) -> Result<Vec<i32>, sqlx::Error> {
    sqlx::query_scalar!(
        "select version from gateway_credentials
         where reseller_id = $1 and provider = $2 and sealed is not null and (version = $3 or retired_at is null)
         order by version = $3 desc",
        reseller.uuid(),
        provider,
        version,
    )
    .fetch_all(conn)
    .await
}

pub async fn sealed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
    version: i32,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select sealed from gateway_credentials where reseller_id = $1 and provider = $2 and version = $3",
        reseller.uuid(),
        provider,
        version,
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

/// The newest version so far, zero before the first. Others who save for the same reseller wait.
pub async fn lock_versions(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
) -> Result<i32, sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended('gateway_credentials:' || $1::text, 0)) as "locked: ()""#,
        reseller.to_string(),
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select coalesce(max(version), 0) as "version!" from gateway_credentials
           where reseller_id = $1 and provider = $2"#,
        reseller.uuid(),
        provider,
    )
    .fetch_one(conn)
    .await
}

/// Takes the keys in use out of use; true when there were any.
pub async fn retire(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update gateway_credentials set retired_at = $3
         where reseller_id = $1 and provider = $2 and retired_at is null",
        reseller.uuid(),
        provider,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub struct NewKeys<'a> {
    pub provider: &'a str,
    pub version: i32,
    pub sealed: &'a [u8],
    pub hint: &'a str,
    pub by: Option<Uuid>,
    pub now: DateTime<Utc>,
}

pub async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewKeys<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into gateway_credentials (reseller_id, provider, version, sealed, hint, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        reseller.uuid(),
        new.provider,
        new.version,
        new.sealed,
        new.hint,
        new.now,
        new.by,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub struct InUse {
    pub version: i32,
    pub hint: String,
    pub created_at: DateTime<Utc>,
    /// Address of whoever entered them; `None` for a command.
    pub by: Option<String>,
}

pub async fn in_use(
    conn: &mut PgConnection,
    reseller: ResellerId,
    provider: &str,
) -> Result<Option<InUse>, sqlx::Error> {
    sqlx::query_as!(
        InUse,
        r#"select c.version, c.hint, c.created_at, u.email as "by?" from gateway_credentials c
           left join users u on u.reseller_id = c.reseller_id and u.id = c.created_by
           where c.reseller_id = $1 and c.provider = $2 and c.retired_at is null"#,
        reseller.uuid(),
        provider,
    )
    .fetch_optional(conn)
    .await
}

/// Every reseller with keys in use.
pub async fn all_in_use(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Vec<(ResellerId, i32)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", version from gateway_credentials
           where provider = $1 and retired_at is null order by reseller_id"#,
        provider,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.version)).collect())
}

/// Empties the secrets of versions replaced before then; returns how many.
pub async fn forget_retired(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update gateway_credentials set sealed = null where sealed is not null and retired_at < $1",
        before,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
