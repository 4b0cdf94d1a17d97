//! Idempotency keys.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::{
    error::Internal,
    scope::{ApiClient, Scope},
};

/// True when the key is the caller's: new, or left by somebody who died with it.
pub(in crate::domain::api) async fn claim(
    conn: &mut PgConnection,
    client: &ApiClient,
    key: &str,
    fingerprint: &[u8],
    now: DateTime<Utc>,
    locked_until: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let claimed = sqlx::query_scalar!(
        r#"insert into idempotency_keys as k (reseller_id, api_key_id, key, fingerprint, locked_until, created_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (reseller_id, api_key_id, key) do update set locked_until = excluded.locked_until
               where k.status is null and k.fingerprint = excluded.fingerprint
                 and (k.locked_until is null or k.locked_until <= $6)
           returning true as "claimed!""#,
        client.reseller().uuid(),
        client.key().uuid(),
        key,
        fingerprint,
        locked_until,
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(claimed.is_some())
}

/// An answer that is kept.
pub(in crate::domain::api) struct Sealed {
    pub status: u16,
    pub body: Vec<u8>,
}

pub(in crate::domain::api) async fn find(
    conn: &mut PgConnection,
    client: &ApiClient,
    key: &str,
) -> Result<Option<(Vec<u8>, Option<Sealed>)>, Internal> {
    let row = sqlx::query!(
        "select fingerprint, status, body from idempotency_keys
         where reseller_id = $1 and api_key_id = $2 and key = $3",
        client.reseller().uuid(),
        client.key().uuid(),
        key,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let stored = row.status.zip(row.body).map(|(status, body)| {
            let status =
                u16::try_from(status).map_err(|_| Internal::broken("a stored answer has no status"))?;
            Ok::<_, Internal>(Sealed { status, body })
        });
        Ok((row.fingerprint, stored.transpose()?))
    })
    .transpose()
}

pub(in crate::domain::api) async fn finish(
    conn: &mut PgConnection,
    client: &ApiClient,
    key: &str,
    status: u16,
    sealed: &[u8],
) -> Result<(), sqlx::Error> {
    // The first answer stays, should two have worked on it after all.
    sqlx::query!(
        "update idempotency_keys set status = $4, body = $5, locked_until = null
         where reseller_id = $1 and api_key_id = $2 and key = $3 and status is null",
        client.reseller().uuid(),
        client.key().uuid(),
        key,
        i16::try_from(status).unwrap_or(i16::MAX),
        sealed,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::api) async fn forget(
    conn: &mut PgConnection,
    client: &ApiClient,
    key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from idempotency_keys
         where reseller_id = $1 and api_key_id = $2 and key = $3 and status is null",
        client.reseller().uuid(),
        client.key().uuid(),
        key,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::api) async fn reopen(
    conn: &mut PgConnection,
    client: &ApiClient,
    key: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update idempotency_keys set locked_until = null
         where reseller_id = $1 and api_key_id = $2 and key = $3 and status is null",
        client.reseller().uuid(),
        client.key().uuid(),
        key,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::api) async fn sweep(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from idempotency_keys where created_at < $1", before)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
