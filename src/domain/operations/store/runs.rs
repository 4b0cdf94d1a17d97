//! Comparisons, proofs and the queue.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, operations::compare::Comparison},
    shared::{
        ids::{BillId, CaseId, ComparisonId},
        operator::{BillListRow, CaseListRow, ComparisonRow, QueueView},
    },
};

pub(in crate::domain::operations) async fn insert_comparison(
    conn: &mut PgConnection,
    began_at: DateTime<Utc>,
    ended_at: DateTime<Utc>,
    comparison: &Comparison,
) -> Result<(), Internal> {
    let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
    sqlx::query!(
        "insert into comparison_runs (id, began_at, ended_at, found, opened, parts) values ($1, $2, $3, $4, $5, $6)",
        ComparisonId::new().uuid(),
        began_at,
        ended_at,
        count(comparison.found.len()),
        count(comparison.opened),
        serde_json::to_value(&comparison.parts)?,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::domain::operations) async fn comparisons(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<ComparisonRow>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: ComparisonId", began_at, ended_at, found, opened, parts from comparison_runs
           order by id desc limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ComparisonRow {
                id: row.id,
                began_at: row.began_at,
                ended_at: row.ended_at,
                found: row.found,
                opened: row.opened,
                parts: serde_json::from_value(row.parts)?,
            })
        })
        .collect()
}

pub(in crate::domain::operations) async fn open_findings(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<CaseListRow>, sqlx::Error> {
    sqlx::query_as!(
        CaseListRow,
        r#"select c.id as "id: CaseId", c.kind, r.name as "shop?", c.reference, c.summary, c.opened_at, c.closed_at,
                  c.resolution
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is null and c.kind = any(array['bought_unassigned', 'assigned_gone', 'price_differs',
               'paid_not_credited', 'credited_not_paid', 'payment_mismatch', 'bill_differs'])
           order by c.opened_at, c.id limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

/// A job that waits.
pub(in crate::domain::operations) struct WaitingJob {
    pub key: String,
    pub run_at: DateTime<Utc>,
    pub last_error: String,
}

pub(in crate::domain::operations) async fn jobs_of_keys(
    conn: &mut PgConnection,
    keys: &[String],
) -> Result<Vec<WaitingJob>, sqlx::Error> {
    sqlx::query_as!(
        WaitingJob,
        r#"select key as "key!", run_at as "run_at!", last_error as "last_error!" from jobs_of_keys($1)"#,
        keys,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn queue(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<QueueView, sqlx::Error> {
    sqlx::query_as!(
        QueueView,
        r#"select due as "due!", given_up as "given_up!", oldest from jobs_waiting($1)"#,
        now,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::operations) async fn bills(
    conn: &mut PgConnection,
    after: Option<BillId>,
    limit: usize,
) -> Result<Vec<BillListRow>, sqlx::Error> {
    sqlx::query_as!(
        BillListRow,
        r#"with page as (select * from provider_bills where $1::uuid is null or id < $1 order by id desc limit $2)
           select p.id as "id: BillId", p.provider, p.name, p.period_from as "from", p.period_until as "until",
                  p.imported_at,
                  (select count(*) from provider_bill_lines l
                   where l.bill_id = p.id and l.outcome <> 'matched') as "differing!"
           from page p order by p.id desc"#,
        after.map(BillId::uuid),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}
