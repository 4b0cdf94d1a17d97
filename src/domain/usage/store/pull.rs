//! Which lines are asked about.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::ids::{LineId, OrganizationId, ResellerId};

/// A line to ask about.
pub(in crate::domain::usage) struct DueLine {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub id: LineId,
    pub provider_line: String,
}

/// Takes a twelfth of a vendor's lines in use, at least 50 and at most 2,000, of those that were not asked about for 55
/// minutes. Whoever asks at the same time gets others.
pub(in crate::domain::usage) async fn claim(
    conn: &mut PgConnection,
    provider: &str,
    now: DateTime<Utc>,
) -> Result<Vec<DueLine>, sqlx::Error> {
    sqlx::query_as!(
        DueLine,
        r#"with due as (
               select l.reseller_id, l.organization_id, l.id from lines l
               where l.provider = $1 and l.ended_at is null and l.state not in ('expired', 'terminated', 'recycled')
                 and (l.pulled_at is null or l.pulled_at <= $2::timestamptz - interval '55 minutes')
               order by l.pulled_at nulls first
               limit (select least(2000, greatest(50, count(*) / 12 + 1)) from lines
                      where provider = $1 and ended_at is null)
               for no key update skip locked)
           update lines l set pulled_at = $2 from due
           where l.reseller_id = due.reseller_id and l.organization_id = due.organization_id and l.id = due.id
           returning l.reseller_id as "reseller: ResellerId", l.organization_id as "organization: OrganizationId",
                     l.id as "id: LineId", l.provider_line_id as provider_line"#,
        provider,
        now,
    )
    .fetch_all(conn)
    .await
}

/// Lines that were taken and not asked about are the first of the next round.
pub(in crate::domain::usage) async fn put_back(
    conn: &mut PgConnection,
    lines: &[DueLine],
) -> Result<(), sqlx::Error> {
    let of = |id: fn(&DueLine) -> Uuid| -> Vec<Uuid> { lines.iter().map(id).collect() };
    sqlx::query!(
        "update lines l set pulled_at = null from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as i (reseller, company, id)
         where l.reseller_id = i.reseller and l.organization_id = i.company and l.id = i.id",
        &of(|line| line.reseller.uuid()),
        &of(|line| line.organization.uuid()),
        &of(|line| line.id.uuid()),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// What the counters of these lines stand at.
pub(in crate::domain::usage) async fn totals(
    conn: &mut PgConnection,
    reseller: ResellerId,
    lines: &[LineId],
) -> Result<HashMap<(LineId, String), i64>, sqlx::Error> {
    let heads = super::take::heads(conn, reseller, lines).await?;
    Ok(heads
        .into_iter()
        .map(|head| ((head.line, head.counter), head.total))
        .collect())
}
