//! What a vendor told of lines, all of them in one statement.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::lines::seen::{LineUse, Seen},
    shared::ids::{LineId, OrganizationId, ResellerId, TeamId},
};

/// A line that ended stays ended, and nothing told late makes it look fresher.
pub(in crate::domain::lines) async fn see(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    seen: &[Seen],
    now: DateTime<Utc>,
) -> Result<Vec<LineUse>, sqlx::Error> {
    let ids: Vec<Uuid> = seen.iter().map(|seen| seen.line.uuid()).collect();
    let bytes: Vec<i64> = seen.iter().map(|seen| seen.bytes).collect();
    let states: Vec<Option<String>> = seen
        .iter()
        .map(|seen| seen.state.map(|state| state.as_str().to_owned()))
        .collect();
    let activated: Vec<Option<DateTime<Utc>>> = seen.iter().map(|seen| seen.activated_at).collect();
    let expires: Vec<Option<DateTime<Utc>>> = seen.iter().map(|seen| seen.expires_at).collect();
    let as_of: Vec<Option<DateTime<Utc>>> = seen.iter().map(|seen| seen.as_of).collect();
    sqlx::query_as!(
        LineUse,
        r#"update lines l
           set used_bytes = greatest(0, l.used_bytes + s.bytes), state = coalesce(s.state, l.state),
               activated_at = coalesce(l.activated_at, s.activated_at),
               expires_at = coalesce(s.expires_at, l.expires_at), as_of = greatest(l.as_of, s.as_of),
               ended_at = case when s.state in ('terminated', 'recycled') then coalesce(l.ended_at, $9)
                               else l.ended_at end
           from unnest($3::uuid[], $4::bigint[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
                as s (id, bytes, state, activated_at, expires_at, as_of), employees e
           where l.reseller_id = $1 and l.organization_id = $2 and l.id = s.id
             and e.reseller_id = $1 and e.organization_id = $2 and e.id = l.employee_id
           returning l.id as "line: LineId", e.first_name || ' ' || e.last_name as "name!",
                     e.team_id as "team: TeamId", l.iccid, l.used_bytes, l.allowance_bytes"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
        &bytes,
        &states as &[Option<String>],
        &activated as &[Option<DateTime<Utc>>],
        &expires as &[Option<DateTime<Utc>>],
        &as_of as &[Option<DateTime<Utc>>],
        now,
    )
    .fetch_all(conn)
    .await
}
