//! Endpoints and their secrets.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{ResellerId, WebhookEndpointId},
        webhook::{EndpointRow, EndpointState},
    },
};

/// An endpoint as stored, without its secrets.
pub(in crate::domain::webhooks) struct Endpoint {
    pub id: WebhookEndpointId,
    pub url: String,
    pub events: Vec<String>,
    pub state: EndpointState,
    pub failing_since: Option<DateTime<Utc>>,
    pub previous_until: Option<DateTime<Utc>>,
    pub is_secret_shown: bool,
    pub created_at: DateTime<Utc>,
}

impl Endpoint {
    pub fn row(self) -> EndpointRow {
        EndpointRow {
            id: self.id,
            url: self.url,
            events: self.events,
            state: self.state,
            failing_since: self.failing_since,
        }
    }
}

pub(in crate::domain::webhooks) fn state(word: &str) -> Result<EndpointState, Internal> {
    EndpointState::parse(word).ok_or_else(|| Internal::broken("an endpoint in an unknown state"))
}

/// Makes whoever adds an endpoint to the same shop wait for this transaction.
pub(in crate::domain::webhooks) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended('webhook_endpoints:' || $1, 0)) as "locked: ()""#,
        reseller.to_string(),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn count(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from webhook_endpoints where reseller_id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::webhooks) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
    url: &str,
    events: &[String],
    secret_sealed: &[u8],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_endpoints (id, reseller_id, url, events, secret_sealed, created_at)
         values ($1, $2, $3, $4, $5, $6)",
        id.uuid(),
        reseller.uuid(),
        url,
        events,
        secret_sealed,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
) -> Result<Option<Endpoint>, Internal> {
    let row = sqlx::query!(
        "select url, events, state, failing_since, previous_until, secret_shown, created_at
         from webhook_endpoints where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Endpoint {
            id,
            url: row.url,
            events: row.events,
            state: state(&row.state)?,
            failing_since: row.failing_since,
            previous_until: row.previous_until,
            is_secret_shown: row.secret_shown,
            created_at: row.created_at,
        })
    })
    .transpose()
}

pub(in crate::domain::webhooks) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limit: i64,
) -> Result<Vec<EndpointRow>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: WebhookEndpointId", url, events, state, failing_since
           from webhook_endpoints where reseller_id = $1 order by id limit $2"#,
        reseller.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EndpointRow {
                id: row.id,
                url: row.url,
                events: row.events,
                state: state(&row.state)?,
                failing_since: row.failing_since,
            })
        })
        .collect()
}

/// Active endpoints that chose this kind of event.
pub(in crate::domain::webhooks) async fn listening(
    conn: &mut PgConnection,
    reseller: ResellerId,
    kind: &str,
) -> Result<Vec<WebhookEndpointId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: WebhookEndpointId" from webhook_endpoints
           where reseller_id = $1 and state = 'active' and $2 = any(events)"#,
        reseller.uuid(),
        kind,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::webhooks) async fn update(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
    url: &str,
    events: &[String],
    state: EndpointState,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_endpoints
         set url = $3, events = $4, state = $5, failing_since = case when state = $5 then failing_since end
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        url,
        events,
        state.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn set_secret(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
    sealed: &[u8],
    previous_until: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update webhook_endpoints
         set previous_secret_sealed = secret_sealed, previous_until = $4, secret_sealed = $3, secret_shown = false
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        sealed,
        previous_until,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::webhooks) async fn take_unseen_secret(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "update webhook_endpoints set secret_shown = true
         where reseller_id = $1 and id = $2 and not secret_shown returning secret_sealed",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::webhooks) async fn set_failing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
    since: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_endpoints set failing_since = $3
         where reseller_id = $1 and id = $2 and failing_since is distinct from $3",
        reseller.uuid(),
        id.uuid(),
        since,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn turn_off(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_endpoints set state = 'failed' where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn delete(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: WebhookEndpointId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from webhook_endpoints where reseller_id = $1 and id = $2 returning url",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}
