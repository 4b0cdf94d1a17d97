//! The SQL of the announcements room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Announce;
use crate::{
    domain::{
        scope::{Scope, Staff},
        time_cursor::TimeCursor,
    },
    shared::{
        announcement::{Announcement, AnnouncementRow},
        ids::{AnnouncementId, ResellerId, UserId},
    },
};

/// The shops of these short names.
pub(super) async fn shops(
    conn: &mut PgConnection,
    slugs: &[String],
) -> Result<Vec<(ResellerId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id: ResellerId", slug from resellers where slug = any($1)"#,
        slugs,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug)).collect())
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: AnnouncementId,
    new: &Announce,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into announcements (id, title, body, is_for_all, shown_from, shown_until, created_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.uuid(),
        new.title,
        new.body,
        new.shops.is_empty(),
        new.from,
        new.until,
        by.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_readers(
    conn: &mut PgConnection,
    id: AnnouncementId,
    shops: &[ResellerId],
) -> Result<(), sqlx::Error> {
    let shops: Vec<Uuid> = shops.iter().map(|shop| shop.uuid()).collect();
    sqlx::query!(
        "insert into announcement_readers (reseller_id, announcement_id) select shop, $1 from unnest($2::uuid[]) shop",
        id.uuid(),
        &shops,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// False when there is nothing to withdraw.
pub(super) async fn set_withdrawn(
    conn: &mut PgConnection,
    id: AnnouncementId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update announcements set withdrawn_at = $2 where id = $1 and withdrawn_at is null",
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() > 0)
}

pub(super) async fn list(
    conn: &mut PgConnection,
    after: Option<TimeCursor>,
    limit: usize,
) -> Result<Vec<AnnouncementRow>, sqlx::Error> {
    sqlx::query_as!(
        AnnouncementRow,
        r#"select a.id as "id: AnnouncementId", a.title, a.body,
                  coalesce((select array_agg(r.slug order by r.slug)
                            from announcement_readers t join resellers r on r.id = t.reseller_id
                            where t.announcement_id = a.id), '{}') as "shops!",
                  a.shown_from, a.shown_until, a.withdrawn_at, a.created_at
           from announcements a
           where $1::timestamptz is null or (a.created_at, a.id) < ($1, $2::uuid)
           order by a.created_at desc, a.id desc limit $3"#,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn current(
    conn: &mut PgConnection,
    staff: &Staff,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Announcement>, sqlx::Error> {
    sqlx::query_as!(
        Announcement,
        r#"select a.id as "id: AnnouncementId", a.title, a.body from announcements a
           where a.withdrawn_at is null and a.shown_until > $3 and a.shown_from <= $3
             and (a.is_for_all or exists (select from announcement_readers t
                                          where t.reseller_id = $1 and t.announcement_id = a.id))
             and not exists (select from announcement_dismissals d
                             where d.reseller_id = $1 and d.user_id = $2 and d.announcement_id = a.id)
           order by a.created_at desc limit $4"#,
        staff.reseller().uuid(),
        staff.user().uuid(),
        now,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn is_for(
    conn: &mut PgConnection,
    staff: &Staff,
    id: AnnouncementId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from announcements a where a.id = $2
                          and (a.is_for_all or exists (select from announcement_readers t
                                                       where t.reseller_id = $1 and t.announcement_id = a.id)))
               as "is_for!""#,
        staff.reseller().uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert_dismissal(
    conn: &mut PgConnection,
    staff: &Staff,
    id: AnnouncementId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into announcement_dismissals (reseller_id, announcement_id, user_id, at) values ($1, $2, $3, $4)
         on conflict do nothing",
        staff.reseller().uuid(),
        id.uuid(),
        staff.user().uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
