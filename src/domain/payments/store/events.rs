//! Events of vendors, for the console.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::time_cursor::TimeCursor,
    shared::{
        ids::WebhookEventId,
        logs::{EventRow, RejectionRow},
    },
};

/// Rejected requests written down in an hour: anybody can send one, and a hundred tell as much as a million.
const REJECTIONS_AN_HOUR: i64 = 100;

pub(in crate::domain::payments) async fn list(
    conn: &mut PgConnection,
    outcome: &str,
    event_id: &str,
    after: Option<TimeCursor>,
    limit: usize,
) -> Result<Vec<EventRow>, sqlx::Error> {
    sqlx::query_as!(
        EventRow,
        r#"select id as "id: WebhookEventId", provider, event_id, outcome, detail,
                  length(raw_body) as "size_bytes!", deliveries, received_at, processed_at
           from webhook_events
           where ($1 = '' or outcome = $1)
             and ($2 = '' or event_id = $2)
             and ($3::timestamptz is null or (received_at, id) < ($3, $4::uuid))
           order by received_at desc, id desc limit $5"#,
        outcome,
        event_id,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}

/// What had become of the event; `None` when there is none.
pub(in crate::domain::payments) async fn set_unprocessed(
    conn: &mut PgConnection,
    id: WebhookEventId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update webhook_events e set processed_at = null, outcome = 'received'
         from (select id, outcome from webhook_events where id = $1 for no key update) before
         where e.id = before.id returning before.outcome",
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Writes down that a request was rejected, unless many were in the last hour.
pub(in crate::domain::payments) async fn insert_rejection(
    conn: &mut PgConnection,
    provider: &str,
    reason: &str,
    size_bytes: i32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_rejections (id, provider, reason, size_bytes, received_at)
         select $1, $2, left($3, 200), $4, $5
         where (select count(*) from webhook_rejections where received_at > $6) < $7",
        Uuid::now_v7(),
        provider,
        reason,
        size_bytes,
        now,
        now - TimeDelta::hours(1),
        REJECTIONS_AN_HOUR,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::payments) async fn rejections(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<RejectionRow>, sqlx::Error> {
    sqlx::query_as!(
        RejectionRow,
        "select provider, reason, size_bytes, received_at from webhook_rejections
         order by received_at desc, id desc limit $1",
        limit,
    )
    .fetch_all(conn)
    .await
}
