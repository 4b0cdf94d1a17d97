//! What is stuck, for the operator's first page.

use sqlx::PgConnection;

use crate::shared::{
    ids::CaseId,
    operator::{CaseRow, WebhookRow},
};

pub(in crate::domain::operations) async fn open_cases(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<CaseRow>, sqlx::Error> {
    sqlx::query_as!(
        CaseRow,
        r#"select c.id as "id: CaseId", c.kind, r.name as "reseller?", c.summary, c.reference, c.opened_at
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is null order by c.opened_at limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn odd_webhooks(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<WebhookRow>, sqlx::Error> {
    sqlx::query_as!(
        WebhookRow,
        "select provider, event_id, outcome, detail, received_at from webhook_events
         where outcome <> 'applied' order by received_at desc limit $1",
        limit,
    )
    .fetch_all(conn)
    .await
}
