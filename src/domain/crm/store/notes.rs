//! Staff's notes about customers.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::ids::{ResellerId, UserId};

/// False when there is no such customer.
pub(in crate::domain::crm) async fn insert_note(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    author: Option<Uuid>,
    text: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into customer_notes (id, reseller_id, user_id, author_id, text, at)
         select $1, reseller_id, id, coalesce($4, id), $5, $6 from users
         where reseller_id = $2 and id = $3 and role = 'user'",
        Uuid::now_v7(),
        reseller.uuid(),
        user.uuid(),
        author,
        text,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How many notes a customer has.
pub(in crate::domain::crm) async fn count_notes(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from customer_notes where reseller_id = $1 and user_id = $2"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_one(conn)
    .await
}
