//! Versions of a brand: the draft, the published one, and those before it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    domain::themes::version::Look,
    shared::ids::{AssetId, ResellerId, ThemeId, UserId},
};

/// A version as stored.
pub(in crate::domain::themes) struct VersionRow {
    pub id: ThemeId,
    pub version: i32,
    pub is_draft: bool,
    pub revision: i32,
    pub tokens: Value,
    pub words: Value,
    pub logo: Option<AssetId>,
    pub favicon: Option<AssetId>,
    pub changed_at: Option<DateTime<Utc>>,
    pub changed_by: Option<String>,
}

/// Whoever changes the same brand waits for the transaction to end.
pub(in crate::domain::themes) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!(
        "select id from resellers where id = $1 for no key update",
        reseller.uuid()
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

/// The draft; where there is none, the published version.
pub(in crate::domain::themes) async fn current(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<VersionRow>, sqlx::Error> {
    sqlx::query_as!(
        VersionRow,
        r#"select t.id as "id: ThemeId", t.version, t.state = 'draft' as "is_draft!", t.revision, t.tokens,
                  coalesce(t.words, brand_words(t.reseller_id)) as "words!",
                  t.logo_id as "logo: AssetId", t.favicon_id as "favicon: AssetId",
                  coalesce(t.saved_at, t.published_at) as changed_at,
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as changed_by
           from themes t
           left join users u
               on u.reseller_id = t.reseller_id and u.id = case t.state when 'draft' then t.saved_by else t.published_by end
           where t.reseller_id = $1 and t.state in ('draft', 'published')
           order by t.state limit 1"#,
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// The published version's number.
pub(in crate::domain::themes) async fn published(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar!(
        "select version from themes where reseller_id = $1 and state = 'published'",
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::themes) async fn insert_draft(
    conn: &mut PgConnection,
    reseller: ResellerId,
    look: Look,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into themes (id, reseller_id, version, state, tokens, words, logo_id, favicon_id, created_at, saved_at,
                             saved_by)
         select $1, $2, max(version) + 1, 'draft', $3, $4, $5, $6, $7, $7, $8 from themes where reseller_id = $2",
        ThemeId::new().uuid(),
        reseller.uuid(),
        look.tokens,
        look.words,
        look.logo.map(AssetId::uuid),
        look.favicon.map(AssetId::uuid),
        now,
        by.map(UserId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::themes) async fn update_draft(
    conn: &mut PgConnection,
    reseller: ResellerId,
    look: Look,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update themes set tokens = $2, words = $3, logo_id = $4, favicon_id = $5, saved_at = $6, saved_by = $7,
                           revision = revision + 1
         where reseller_id = $1 and state = 'draft'",
        reseller.uuid(),
        look.tokens,
        look.words,
        look.logo.map(AssetId::uuid),
        look.favicon.map(AssetId::uuid),
        now,
        by.map(UserId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::themes) async fn delete_draft(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from themes where reseller_id = $1 and state = 'draft'",
        reseller.uuid()
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Retires the published version, with the words it was read with. Before a new one is published.
pub(in crate::domain::themes) async fn retire(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update themes set state = 'retired', words = coalesce(words, brand_words(reseller_id))
         where reseller_id = $1 and state = 'published'",
        reseller.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Publishes the draft under a number above every published one.
pub(in crate::domain::themes) async fn publish_draft(
    conn: &mut PgConnection,
    reseller: ResellerId,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(
        "update themes set state = 'published', published_at = $2, published_by = $3,
                           version = (select max(other.version) + 1 from themes other
                                      where other.reseller_id = $1 and other.state <> 'draft')
         where reseller_id = $1 and state = 'draft' returning version",
        reseller.uuid(),
        now,
        by.map(UserId::uuid),
    )
    .fetch_one(conn)
    .await
}

/// Publishes a copy of an earlier version; its number and words.
pub(in crate::domain::themes) async fn publish_copy(
    conn: &mut PgConnection,
    reseller: ResellerId,
    of: i32,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(i32, Option<Value>), sqlx::Error> {
    let row = sqlx::query!(
        "insert into themes (id, reseller_id, version, state, tokens, words, logo_id, favicon_id, created_at,
                             published_at, published_by, restored_from)
         select $3, $1, (select max(version) + 1 from themes where reseller_id = $1), 'published', t.tokens, t.words,
                t.logo_id, t.favicon_id, $4, $4, $5, $2
         from themes t where t.reseller_id = $1 and t.version = $2 and t.state = 'retired'
         returning version, words",
        reseller.uuid(),
        of,
        ThemeId::new().uuid(),
        now,
        by.map(UserId::uuid),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.version, row.words))
}

/// True when the version was published once and is no longer.
pub(in crate::domain::themes) async fn is_retired(
    conn: &mut PgConnection,
    reseller: ResellerId,
    version: i32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from themes
                          where reseller_id = $1 and version = $2 and state = 'retired') as "is_there!""#,
        reseller.uuid(),
        version,
    )
    .fetch_one(conn)
    .await
}

/// A published or retired version in the history.
pub(in crate::domain::themes) struct HistoryRow {
    pub version: i32,
    pub is_published: bool,
    pub tokens: Value,
    pub shop_name: Option<String>,
    pub published_at: Option<DateTime<Utc>>,
    pub published_by: Option<String>,
    pub restored_from: Option<i32>,
}

/// Newest first, those below `before`.
pub(in crate::domain::themes) async fn history(
    conn: &mut PgConnection,
    reseller: ResellerId,
    before: i32,
    limit: i64,
) -> Result<Vec<HistoryRow>, sqlx::Error> {
    sqlx::query_as!(
        HistoryRow,
        r#"select t.version, t.state = 'published' as "is_published!", t.tokens,
                  coalesce(t.words, brand_words(t.reseller_id)) ->> 'name' as shop_name, t.published_at,
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as published_by,
                  t.restored_from
           from themes t
           left join users u on u.reseller_id = t.reseller_id and u.id = t.published_by
           where t.reseller_id = $1 and t.version < $2 and t.state <> 'draft'
           order by t.version desc limit $3"#,
        reseller.uuid(),
        before,
        limit,
    )
    .fetch_all(conn)
    .await
}
