//! The SQL of the themes room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::asset::Asset;
use crate::shared::ids::{AssetId, ResellerId, ThemeId};

pub(super) mod pictures;
pub(super) mod versions;

pub(super) async fn tokens(
    conn: &mut PgConnection,
    reseller: ResellerId,
    slug: &str,
    version: i32,
) -> Result<Option<serde_json::Value>, sqlx::Error> {
    sqlx::query_scalar!(
        "select t.tokens from themes t join resellers r on r.id = t.reseller_id
         where t.reseller_id = $1 and r.slug = $2 and t.version = $3 and t.state <> 'draft'",
        reseller.uuid(),
        slug,
        version,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn asset(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AssetId,
) -> Result<Option<Asset>, sqlx::Error> {
    sqlx::query_as!(
        Asset,
        "select media_type, bytes from brand_assets where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn insert_asset(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AssetId,
    kind: &str,
    media_type: &str,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into brand_assets (id, reseller_id, kind, media_type, bytes, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        reseller.uuid(),
        kind,
        media_type,
        bytes,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_published(
    conn: &mut PgConnection,
    reseller: ResellerId,
    tokens: serde_json::Value,
    logo: AssetId,
    favicon: AssetId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into themes (id, reseller_id, version, state, tokens, logo_id, favicon_id, created_at, published_at)
         values ($1, $2, 1, 'published', $3, $4, $5, $6, $6)",
        ThemeId::new().uuid(),
        reseller.uuid(),
        tokens,
        logo.uuid(),
        favicon.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Version 1 of a shop without pictures.
pub(super) async fn insert_first(
    conn: &mut PgConnection,
    reseller: ResellerId,
    tokens: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into themes (id, reseller_id, version, state, tokens, created_at, published_at)
         values ($1, $2, 1, 'published', $3, $4, $4)",
        ThemeId::new().uuid(),
        reseller.uuid(),
        tokens,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
