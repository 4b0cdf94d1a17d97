//! The SQL of the entries room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::accounts::LinkToken,
    shared::{
        console::EntryRow,
        ids::{EntryId, ResellerId, UserId},
    },
};

/// Whose place an operator would take, and where.
pub(super) struct Place {
    pub is_platform: bool,
    pub owner: Option<UserId>,
    pub host: Option<String>,
}

pub(super) async fn place_to_take(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<Place>, sqlx::Error> {
    sqlx::query_as!(
        Place,
        r#"select r.is_platform, d.host as "host?",
                  (select m.user_id from staff_members m
                   join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
                   where m.reseller_id = r.id and m.role = 'owner' and u.status = 'active'
                   order by m.created_at, m.user_id limit 1) as "owner?: UserId"
           from resellers r
           left join reseller_domains d on d.reseller_id = r.id and d.is_primary and d.state = 'verified'
           where r.id = $1"#,
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(super) struct NewEntry<'a> {
    pub id: EntryId,
    pub operator: UserId,
    pub operator_name: &'a str,
    pub staff: UserId,
    pub reason: &'a str,
    pub token: &'a LinkToken,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewEntry<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into operator_entries
             (id, reseller_id, operator_id, operator_name, staff_id, reason, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        new.id.uuid(),
        reseller.uuid(),
        new.operator.uuid(),
        new.operator_name,
        new.staff.uuid(),
        new.reason,
        new.token.hash(),
        new.now,
        new.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// An entry whose link was just opened.
pub(super) struct Taken {
    pub id: EntryId,
    pub operator: UserId,
    pub staff: UserId,
}

/// Takes the link, once: of two at the same time the second waits and finds it used.
pub(super) async fn take(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
    now: DateTime<Utc>,
    asked_after: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<Option<Taken>, sqlx::Error> {
    sqlx::query_as!(
        Taken,
        r#"update operator_entries set opened_at = $3, expires_at = $5
           where reseller_id = $1 and token_hash = $2 and opened_at is null and ended_at is null and created_at > $4
           returning id as "id: EntryId", operator_id as "operator: UserId", staff_id as "staff: UserId""#,
        reseller.uuid(),
        token.hash(),
        now,
        asked_after,
        expires_at,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn end(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: EntryId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update operator_entries set ended_at = $3 where reseller_id = $1 and id = $2 and ended_at is null",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<EntryRow>, sqlx::Error> {
    sqlx::query_as!(
        EntryRow,
        r#"select e.id as "id: EntryId", e.operator_name, trim(u.first_name || ' ' || u.last_name) as "staff_name!",
                  e.reason, e.created_at, e.opened_at,
                  coalesce(e.ended_at, case when e.expires_at <= $2 then e.expires_at end) as "over_at?"
           from operator_entries e join users u on u.reseller_id = e.reseller_id and u.id = e.staff_id
           where e.reseller_id = $1 order by e.created_at desc, e.id desc limit $3"#,
        reseller.uuid(),
        now,
        limit,
    )
    .fetch_all(conn)
    .await
}
