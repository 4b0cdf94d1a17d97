//! The SQL of the supply room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    providers::watch::{BUCKETS, Tally},
    shared::ids::{ResellerId, UserId},
};

pub(super) async fn is_paused(conn: &mut PgConnection, provider: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from providers where name = $1 and paused_at is not null) as "is_paused!""#,
        provider,
    )
    .fetch_one(conn)
    .await
}

/// The reason it is paused for, empty when it is not; `None` when there is no such vendor.
pub(super) async fn lock_pause(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select pause_reason from providers where name = $1 for no key update",
        provider
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn set_pause(
    conn: &mut PgConnection,
    provider: &str,
    reason: Option<&str>,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update providers set pause_reason = coalesce($2, ''), paused_at = case when $2::text is not null then $3::timestamptz end,
             paused_by = case when $2::text is not null then $4::uuid end
         where name = $1",
        provider,
        reason,
        now,
        by.map(UserId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) struct Provider {
    pub name: String,
    pub kind: String,
    pub paused_at: Option<DateTime<Utc>>,
    pub pause_reason: String,
}

pub(super) async fn providers(conn: &mut PgConnection) -> Result<Vec<Provider>, sqlx::Error> {
    sqlx::query_as!(
        Provider,
        "select name, kind, paused_at, pause_reason from providers
         order by array_position(array['numbers', 'esims', 'payments'], kind), name"
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn paused_by(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select u.email as "email!" from providers p join users u on u.id = p.paused_by
           join resellers r on r.id = u.reseller_id and r.is_platform where p.name = $1"#,
        provider,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn add_health(
    conn: &mut PgConnection,
    provider: &str,
    minute: DateTime<Utc>,
    tally: &Tally,
) -> Result<(), sqlx::Error> {
    // A vendor nobody steers, in a test, is not written down.
    sqlx::query!(
        "insert into provider_health (provider, minute, ok, refused, busy, failed, buckets, late)
         select name, $2, $3, $4, $5, $6, $7, $8 from providers where name = $1",
        provider,
        minute,
        tally.ok,
        tally.refused,
        tally.busy,
        tally.failed,
        &tally.buckets[..],
        tally.late,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn forget_health(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from provider_health where minute < $1", before)
        .execute(conn)
        .await
        .map(drop)
}

pub(super) async fn health(
    conn: &mut PgConnection,
    provider: &str,
    from: DateTime<Utc>,
) -> Result<Tally, sqlx::Error> {
    let row = sqlx::query!(
        r#"with seen as (select * from provider_health where provider = $1 and minute > $2)
           select coalesce(sum(ok), 0)::bigint as "ok!", coalesce(sum(refused), 0)::bigint as "refused!",
                  coalesce(sum(busy), 0)::bigint as "busy!", coalesce(sum(failed), 0)::bigint as "failed!",
                  coalesce(sum(late), 0)::bigint as "late!",
                  array(select sum(b.calls)::bigint from seen cross join unnest(buckets) with ordinality as b(calls, at)
                        group by b.at order by b.at) as "buckets!"
           from seen"#,
        provider,
        from,
    )
    .fetch_one(conn)
    .await?;
    let mut buckets = [0; BUCKETS];
    for (sum, calls) in buckets.iter_mut().zip(row.buckets) {
        *sum = calls;
    }
    Ok(Tally {
        ok: row.ok,
        refused: row.refused,
        busy: row.busy,
        failed: row.failed,
        late: row.late,
        buckets,
    })
}

pub(super) struct Priority {
    pub provider: String,
    pub country: String,
    pub rank: Option<i16>,
}

pub(super) async fn priorities(conn: &mut PgConnection) -> Result<Vec<Priority>, sqlx::Error> {
    sqlx::query_as!(
        Priority,
        "select provider, country, rank from provider_priorities
         where service = 'numbers' order by provider, country limit 5000",
    )
    .fetch_all(conn)
    .await
}

/// What the vendor sells; the next change of it waits for this transaction.
pub(super) async fn lock_kind(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select kind from providers where name = $1 for no key update",
        provider
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn put_priority(
    conn: &mut PgConnection,
    provider: &str,
    country: &str,
    rank: Option<i16>,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into provider_priorities (service, provider, country, rank, changed_by, changed_at)
         values ('numbers', $1, $2, $3, $4, $5)
         on conflict (service, provider, country) do update
             set rank = excluded.rank, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        provider,
        country,
        rank,
        by.map(UserId::uuid),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn forget_priority(
    conn: &mut PgConnection,
    provider: &str,
    country: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from provider_priorities where service = 'numbers' and provider = $1 and country = $2",
        provider,
        country,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The version of the keys, 0 before the first ones. The next change waits for this transaction.
pub(super) async fn lock_version(conn: &mut PgConnection, provider: &str) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        "select name from providers where name = $1 for no key update",
        provider
    )
    .fetch_optional(&mut *conn)
    .await?;
    let version = sqlx::query_scalar!(
        "select version from provider_credentials where provider = $1",
        provider
    )
    .fetch_optional(conn)
    .await?;
    Ok(version.unwrap_or(0))
}

pub(super) async fn has_keys(conn: &mut PgConnection, provider: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from provider_credentials where provider = $1 and sealed is not null) as "has!""#,
        provider,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn put_keys(
    conn: &mut PgConnection,
    provider: &str,
    version: i32,
    sealed: Option<&[u8]>,
    hint: &str,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into provider_credentials (provider, version, sealed, hint, changed_by, changed_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (provider) do update set version = excluded.version, sealed = excluded.sealed,
             hint = excluded.hint, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        provider,
        version,
        sealed,
        hint,
        by.map(UserId::uuid),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) struct StoredKeys {
    pub provider: String,
    pub version: i32,
    pub sealed: Option<Vec<u8>>,
}

pub(super) async fn all_keys(conn: &mut PgConnection) -> Result<Vec<StoredKeys>, sqlx::Error> {
    sqlx::query_as!(
        StoredKeys,
        "select provider, version, sealed from provider_credentials"
    )
    .fetch_all(conn)
    .await
}

pub(super) struct KeysInWords {
    /// `None`: the environment's.
    pub hint: Option<String>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: Option<String>,
}

pub(super) async fn keys_in_words(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<Option<KeysInWords>, sqlx::Error> {
    sqlx::query_as!(
        KeysInWords,
        r#"select case when c.sealed is not null then c.hint end as "hint?", c.changed_at,
                  (select u.email from users u join resellers r on r.id = u.reseller_id and r.is_platform
                   where u.id = c.changed_by) as "changed_by?"
           from provider_credentials c where c.provider = $1"#,
        provider,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn platform(conn: &mut PgConnection) -> Result<ResellerId, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: ResellerId" from resellers where is_platform"#)
        .fetch_one(conn)
        .await
}
