//! The months readings are kept in.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

/// When the oldest month begins that readings can be entered in.
pub(in crate::domain::usage) async fn oldest(
    conn: &mut PgConnection,
) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select min(to_date(right(c.relname, 7), 'YYYY_MM'))::timestamp at time zone 'UTC' as "oldest"
           from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'usage_events'::regclass"#,
    )
    .fetch_one(conn)
    .await
}

/// Makes those that are missing; returns how many.
pub(in crate::domain::usage) async fn make(
    conn: &mut PgConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(r#"select make_usage_months($1, $2) as "made!""#, first, last)
        .fetch_one(conn)
        .await
}

/// Drops those that ended before that day; returns how many.
pub(in crate::domain::usage) async fn drop_before(
    conn: &mut PgConnection,
    day: NaiveDate,
) -> Result<i32, sqlx::Error> {
    sqlx::query_scalar!(r#"select drop_usage_months($1) as "dropped!""#, day)
        .fetch_one(conn)
        .await
}
