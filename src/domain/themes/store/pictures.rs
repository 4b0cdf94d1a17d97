//! Uploaded logos and favicons.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::ids::{AssetId, ResellerId, UserId};

/// A kept picture, without its bytes.
pub(in crate::domain::themes) struct PictureRow {
    pub id: AssetId,
    pub kind: String,
    pub created_at: DateTime<Utc>,
}

/// All of them, newest first; there are few.
pub(in crate::domain::themes) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<PictureRow>, sqlx::Error> {
    sqlx::query_as!(
        PictureRow,
        r#"select id as "id: AssetId", kind, created_at from brand_assets where reseller_id = $1
           order by created_at desc, id desc limit 50"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::themes) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AssetId,
    kind: &str,
    png: &[u8],
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into brand_assets (id, reseller_id, kind, media_type, bytes, created_at, saved_by)
         values ($1, $2, $3, 'image/png', $4, $5, $6)",
        id.uuid(),
        reseller.uuid(),
        kind,
        png,
        now,
        by.map(UserId::uuid),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Deletes the oldest pictures above `keep` that neither the draft nor the published version shows; earlier versions
/// lose them.
pub(in crate::domain::themes) async fn forget_oldest(
    conn: &mut PgConnection,
    reseller: ResellerId,
    keep: i64,
) -> Result<(), sqlx::Error> {
    let old = sqlx::query_scalar!(
        "select a.id from brand_assets a
         where a.reseller_id = $1
           and not exists (select from themes t where t.reseller_id = $1 and t.state in ('draft', 'published')
                                                and a.id in (t.logo_id, t.favicon_id))
         order by a.created_at, a.id
         limit greatest((select count(*) from brand_assets where reseller_id = $1) - $2, 0)",
        reseller.uuid(),
        keep,
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "update themes set logo_id = case when logo_id = any($2) then null else logo_id end,
                           favicon_id = case when favicon_id = any($2) then null else favicon_id end
         where reseller_id = $1 and state = 'retired' and (logo_id = any($2) or favicon_id = any($2))",
        reseller.uuid(),
        &old,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from brand_assets where reseller_id = $1 and id = any($2)",
        reseller.uuid(),
        &old,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// True when the shop has this picture and it is of this kind.
pub(in crate::domain::themes) async fn exists(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: AssetId,
    kind: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from brand_assets where reseller_id = $1 and id = $2 and kind = $3) as "is_there!""#,
        reseller.uuid(),
        id.uuid(),
        kind,
    )
    .fetch_one(conn)
    .await
}
