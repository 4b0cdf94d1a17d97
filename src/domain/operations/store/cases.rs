//! Cases.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::operations::case::{Case, Found},
    shared::ids::{CaseId, ResellerId, UserId},
};

/// Open cases of a list; more would be an incident.
const CASES_MAX: i64 = 500;

/// The new case's id; `None` when one is open already, or an operator dismissed the last one with the same details.
pub(in crate::domain::operations) async fn report_case(
    conn: &mut PgConnection,
    found: &Found,
    now: DateTime<Utc>,
) -> Result<Option<CaseId>, sqlx::Error> {
    let id = CaseId::new();
    let row = sqlx::query!(
        r#"insert into operator_cases (id, reseller_id, kind, reference, provider, summary, details, opened_at,
                                       last_seen_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, $8
           where not exists (
               select from (select details, resolution from operator_cases
                            where kind = $3 and reference = $4 and closed_at is not null
                            order by closed_at desc limit 1) as last
               where last.resolution = 'dismissed' and last.details = $7 and $7 <> '{}'::jsonb)
           on conflict (kind, reference) where closed_at is null
           do update set last_seen_at = excluded.last_seen_at,
               summary = case when excluded.details = '{}'::jsonb then operator_cases.summary else excluded.summary end,
               details = case when excluded.details = '{}'::jsonb then operator_cases.details else excluded.details end
           returning id as "id: CaseId""#,
        id.uuid(),
        found.reseller.map(ResellerId::uuid),
        found.kind,
        found.reference,
        found.provider,
        found.summary,
        found.details,
        now,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| row.id).filter(|open| *open == id))
}

pub(in crate::domain::operations) async fn case(
    conn: &mut PgConnection,
    id: CaseId,
) -> Result<Option<Case>, sqlx::Error> {
    sqlx::query_as!(
        Case,
        r#"select c.id as "id: CaseId", c.reseller_id as "reseller: ResellerId", r.name as "shop?", c.kind,
                  c.reference, c.provider, c.summary, c.details, c.opened_at, c.last_seen_at, c.closed_at, c.resolution,
                  c.resolution_note
           from operator_cases c left join resellers r on r.id = c.reseller_id where c.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::operations) async fn all_open_cases(
    conn: &mut PgConnection,
) -> Result<Vec<Case>, sqlx::Error> {
    sqlx::query_as!(
        Case,
        r#"select c.id as "id: CaseId", c.reseller_id as "reseller: ResellerId", r.name as "shop?", c.kind,
                  c.reference, c.provider, c.summary, c.details, c.opened_at, c.last_seen_at, c.closed_at, c.resolution,
                  c.resolution_note
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is null order by c.opened_at, c.id limit $1"#,
        CASES_MAX,
    )
    .fetch_all(conn)
    .await
}

/// False when somebody closed it before.
pub(in crate::domain::operations) async fn close_case(
    conn: &mut PgConnection,
    id: CaseId,
    resolution: &str,
    note: &str,
    by: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update operator_cases set closed_at = $2, resolution = $3, resolution_note = $4, closed_by = $5
         where id = $1 and closed_at is null",
        id.uuid(),
        now,
        resolution,
        note,
        by.map(UserId::uuid),
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes what a look that began at `looked_at` did not find again. Another look may have found it since: that stays.
pub(in crate::domain::operations) async fn close_unseen(
    conn: &mut PgConnection,
    kind: &str,
    provider: Option<&str>,
    seen: &[String],
    looked_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update operator_cases set closed_at = $5, resolution = 'gone', resolution_note = 'It was not found again.'
         where closed_at is null and kind = $1 and provider is not distinct from $2 and reference <> all($3)
           and coalesce(last_seen_at, opened_at) <= $4",
        kind,
        provider,
        seen,
        looked_at,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Closes what a look found to be right.
pub(in crate::domain::operations) async fn close_resolved(
    conn: &mut PgConnection,
    kind: &str,
    provider: &str,
    references: &[String],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update operator_cases set closed_at = $4, resolution = 'gone', resolution_note = 'It is right now.'
         where closed_at is null and kind = $1 and provider = $2 and reference = any($3)",
        kind,
        provider,
        references,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Closes questions about orders, lines, withdrawals and disputes that have ended since.
pub(in crate::domain::operations) async fn close_ended(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update operator_cases c
         set closed_at = $1, resolution = 'gone', resolution_note = ended.what || ' ended: ' || ended.state || '.'
         from (select o.reference, o.state, 'The order' as what, array['order_unknown', 'number_conflict'] as kinds
               from orders o where o.state not in ('held', 'submitted', 'unknown')
               union all
               select 'wdr_' || replace(w.id::text, '-', ''), w.state, 'The withdrawal', array['withdrawal_unknown']
               from withdrawals w where w.state in ('done', 'released')
               union all
               select p.reference || '/' || d.provider_dispute_id, d.state, 'The dispute', array['dispute_opened']
               from disputes d join payments p on p.reseller_id = d.reseller_id and p.id = d.payment_id
               where d.state <> 'open'
               union all
               select 'lwi_' || replace(w.id::text, '-', ''), w.state, 'The request', array['line_unknown']
               from line_wishes w where w.state in ('done', 'refused') and w.attempts >= 8
               union all
               select s.reference, m.state, 'The message', array['message_unknown']
               from operator_cases s join messages m on m.reseller_id = s.reseller_id
                    and m.id = substr(s.reference, 5)::uuid
               where s.closed_at is null and s.kind = 'message_unknown' and m.state not in ('queued', 'sending', 'unknown')
               union all
               select s.reference, r.state, 'The call', array['call_unknown']
               from operator_cases s join call_detail_records r on r.reseller_id = s.reseller_id
                    and r.id = substr(s.reference, 5)::uuid
               where s.closed_at is null and s.kind = 'call_unknown' and r.state not in ('queued', 'unknown')
               union all
               select trim(f.base) || '/' || trim(f.quote), 'a new one is kept', 'The old rate', array['rate_old']
               from fx_rates f where f.as_of > $1::timestamptz - interval '7 days') as ended
         where c.closed_at is null and c.kind = any(ended.kinds) and c.reference = ended.reference",
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A person who runs the installation.
pub(in crate::domain::operations) struct PlatformAdmin {
    pub reseller: ResellerId,
    pub user: UserId,
}

pub(in crate::domain::operations) async fn platform_admins(
    conn: &mut PgConnection,
) -> Result<Vec<PlatformAdmin>, sqlx::Error> {
    sqlx::query_as!(
        PlatformAdmin,
        r#"select u.reseller_id as "reseller: ResellerId", u.id as "user: UserId"
           from users u join resellers r on r.id = u.reseller_id
           where r.is_platform and u.role in ('super_admin', 'admin') and u.status = 'active'
           order by u.id limit 50"#,
    )
    .fetch_all(conn)
    .await
}

/// The platform's own shop: where acts that belong to no reseller are written down.
pub(in crate::domain::operations) async fn platform(
    conn: &mut PgConnection,
) -> Result<ResellerId, sqlx::Error> {
    sqlx::query_scalar!(r#"select id as "id: ResellerId" from resellers where is_platform"#)
        .fetch_one(conn)
        .await
}
