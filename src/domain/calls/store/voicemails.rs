//! What callers left.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::count;
use crate::shared::{
    call::length,
    ids::{CallId, ResellerId},
};

pub(in crate::domain::calls) async fn add_voicemail(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    recording: &str,
    lasted: u32,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with made as (
             insert into voicemails (reseller_id, call_id, provider_recording_id, seconds, at)
             values ($1, $2, $3, $4, $5) on conflict do nothing returning 1)
         insert into call_events (reseller_id, call_id, kind, detail, at)
         select $1, $2, 'recorded', $6, $5 from made",
        reseller.uuid(),
        id.uuid(),
        recording,
        count(lasted),
        now,
        length(i32::try_from(lasted).unwrap_or(i32::MAX)),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whether somebody left a message, as it stands now.
pub(in crate::domain::calls) async fn has_voicemail(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from voicemails where reseller_id = $1 and call_id = $2) as "has!""#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// A message was left by somebody whose call ended without one.
pub(in crate::domain::calls) async fn set_message_left(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: CallId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update call_detail_records set state = 'completed', updated_at = $3
         where reseller_id = $1 and id = $2 and direction = 'in' and state = 'no_answer'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
