//! What should be over by now.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::FINDINGS_MAX;

pub(in crate::domain::operations) async fn unexpired_credit(
    conn: &mut PgConnection,
    over_before: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('wallet %s (%s) expired at %s and still has %s micros to spend', id, bucket, expires_at,
                         balance_micros - held_micros) as "finding!"
           from wallets
           where bucket <> 'cash' and balance_micros <> 0 and balance_micros > held_micros and expires_at < $1
           limit $2"#,
        over_before,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn stuck_withdrawals(
    conn: &mut PgConnection,
    made_before: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('withdrawal %s of %s micros %s is %s since %s', id, amount_micros, currency, state, created_at)
               as "finding!"
           from withdrawals
           where state in ('held', 'submitted', 'unknown') and created_at < $1 limit $2"#,
        made_before,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn stuck_idempotency_keys(
    conn: &mut PgConnection,
    made_before: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('idempotency key %s of %s has no answer since %s', key, api_key_id, created_at) as "finding!"
           from idempotency_keys where status is null and created_at < $1 limit $2"#,
        made_before,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn jobs_given_up(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select job as "job!" from jobs_given_up() as job"#)
        .fetch_all(conn)
        .await
}

pub(in crate::domain::operations) async fn jobs_overdue(
    conn: &mut PgConnection,
    due_before: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select job as "job!" from jobs_overdue($1) as job"#, due_before)
        .fetch_all(conn)
        .await
}
