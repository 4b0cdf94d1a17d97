//! The SQL of the backlog room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::logs::{TaskRow, TroubledJob};

pub(super) async fn tasks(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<TaskRow>, sqlx::Error> {
    sqlx::query_as!(
        TaskRow,
        r#"select task as "task!", waiting as "waiting!", due as "due!", running as "running!", failed as "failed!",
                  oldest as "oldest?"
           from job_backlog($1)"#,
        now,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn troubled(conn: &mut PgConnection, limit: i32) -> Result<Vec<TroubledJob>, sqlx::Error> {
    sqlx::query_as!(
        TroubledJob,
        r#"select id as "id!", task as "task!", payload::text as "payload!", attempts as "attempts!",
                  attempts >= max_attempts as "is_given_up!", last_error as "last_error!", run_at as "run_at!",
                  created_at as "created_at!"
           from jobs_in_trouble($1)"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn retry(
    conn: &mut PgConnection,
    one: Option<i64>,
    task: Option<&str>,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select retry_jobs($1, $2, $3) as "retried!""#, one, task, now)
        .fetch_one(conn)
        .await
}
