//! Keys.

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use sqlx::PgConnection;

use crate::{
    domain::{
        api::{ApiKey, ApiKeyRow, CreateKey, KeyScope, identify::Found},
        error::Internal,
        scope::{Manages, actor_uuid},
    },
    shared::{
        ids::{ApiKeyId, ResellerId},
        money::Money,
    },
};

pub(in crate::domain::api) async fn insert(
    conn: &mut PgConnection,
    scope: &impl Manages,
    id: ApiKeyId,
    secret: &ApiKey,
    new: &CreateKey,
    daily_cap: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let scopes: Vec<String> = new.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into api_keys (id, reseller_id, name, prefix, hash, scopes, allowed_networks, daily_cap_micros,
                               created_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7::cidr[], $8, $9, $10, $11)",
        id.uuid(),
        scope.reseller().uuid(),
        new.name,
        secret.prefix(),
        secret.hash(),
        &scopes,
        &new.allowed_networks,
        daily_cap,
        actor_uuid(scope),
        now,
        new.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::api) async fn revoke(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: ApiKeyId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update api_keys set revoked_at = coalesce(revoked_at, $3) where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::api) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limit: i64,
) -> Result<Vec<ApiKeyRow>, Internal> {
    let rows = sqlx::query!(
        r#"select k.id as "id: ApiKeyId", k.name, k.prefix, k.scopes,
                  k.allowed_networks as "allowed_networks: Vec<IpNet>", k.daily_cap_micros, k.created_at,
                  k.last_used_at, k.expires_at, k.revoked_at, r.currency
           from api_keys k join resellers r on r.id = k.reseller_id
           where k.reseller_id = $1 order by k.created_at desc, k.id limit $2"#,
        reseller.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = row.currency.parse()?;
            Ok(ApiKeyRow {
                id: row.id,
                name: row.name,
                prefix: row.prefix,
                scopes: scopes(&row.scopes)?,
                allowed_networks: row.allowed_networks,
                daily_cap: row
                    .daily_cap_micros
                    .map(|micros| Money::from_micros(micros, currency)),
                created_at: row.created_at,
                last_used_at: row.last_used_at,
                expires_at: row.expires_at,
                revoked_at: row.revoked_at,
            })
        })
        .collect()
}

/// Neither revoked nor expired. Whoever makes another key for the same shop waits.
pub(in crate::domain::api) async fn count_working(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended('api_keys:' || $1::text, 0)) as "locked: ()""#,
        reseller.to_string(),
    )
    .fetch_one(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from api_keys
           where reseller_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)"#,
        reseller.uuid(),
        now,
    )
    .fetch_one(conn)
    .await
}

fn scopes(words: &[String]) -> Result<Vec<KeyScope>, Internal> {
    words
        .iter()
        .map(|word| KeyScope::parse(word).ok_or_else(|| Internal::broken(format!("a key may {word}"))))
        .collect()
}

pub(in crate::domain::api) async fn find_valid(
    conn: &mut PgConnection,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<Found>, Internal> {
    let row = sqlx::query!(
        r#"select k.id as "id: ApiKeyId", k.reseller_id as "reseller: ResellerId", k.scopes,
                  k.allowed_networks as "allowed_networks: Vec<IpNet>", k.daily_cap_micros,
                  k.last_used_at, r.currency, coalesce(f.api, true) as "is_switched_on!"
           from api_keys k join resellers r on r.id = k.reseller_id
           left join reseller_features f on f.reseller_id = k.reseller_id
           where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2)"#,
        hash,
        now,
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency = row.currency.parse()?;
        Ok(Found {
            id: row.id,
            reseller: row.reseller,
            currency,
            scopes: scopes(&row.scopes)?,
            allowed_networks: row.allowed_networks,
            daily_cap: row
                .daily_cap_micros
                .map(|micros| Money::from_micros(micros, currency)),
            last_used_at: row.last_used_at,
            is_switched_on: row.is_switched_on,
        })
    })
    .transpose()
}

pub(in crate::domain::api) async fn note_use(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: ApiKeyId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    // Whoever finds the row busy leaves it: another request is noting its use at this moment.
    sqlx::query!(
        "update api_keys set last_used_at = $3
         where reseller_id = $1
           and id = (select id from api_keys where reseller_id = $1 and id = $2 for no key update skip locked)",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
