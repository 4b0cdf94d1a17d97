//! Deliveries and their tries.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::endpoints;
use crate::{
    domain::{error::Internal, webhooks::deliver::Tried},
    shared::{
        ids::{DeliveryId, ResellerId, WebhookEndpointId},
        webhook::{DeliveryRow, DeliveryState, EndpointState, TryRow},
    },
};

fn state(word: &str) -> Result<DeliveryState, Internal> {
    DeliveryState::parse(word).ok_or_else(|| Internal::broken("a delivery in an unknown state"))
}

pub(in crate::domain::webhooks) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
    endpoint: WebhookEndpointId,
    event: &str,
    body: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_deliveries (id, reseller_id, endpoint_id, event, body, next_try_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $6)",
        id.uuid(),
        reseller.uuid(),
        endpoint.uuid(),
        event,
        body,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A delivery to be tried, with what it needs.
pub(in crate::domain::webhooks) struct Due {
    pub endpoint: WebhookEndpointId,
    pub url: String,
    pub body: String,
    pub secret_sealed: Vec<u8>,
    pub previous_secret_sealed: Option<Vec<u8>>,
    pub previous_until: Option<DateTime<Utc>>,
}

pub(in crate::domain::webhooks) async fn due(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
) -> Result<Option<Due>, sqlx::Error> {
    sqlx::query_as!(
        Due,
        r#"select d.endpoint_id as "endpoint: WebhookEndpointId", e.url, d.body, e.secret_sealed,
                  e.previous_secret_sealed, e.previous_until
           from webhook_deliveries d
           join webhook_endpoints e on e.reseller_id = d.reseller_id and e.id = d.endpoint_id
           where d.reseller_id = $1 and d.id = $2 and d.state = 'waiting' and e.state = 'active'"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// For one that waits for an endpoint that is off.
pub(in crate::domain::webhooks) async fn give_up(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_deliveries set state = 'failed', next_try_at = null, settled_at = $3
         where reseller_id = $1 and id = $2 and state = 'waiting'",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A delivery somebody decides about.
pub(in crate::domain::webhooks) struct Locked {
    pub tries: i32,
    pub endpoint: WebhookEndpointId,
    pub url: String,
    pub endpoint_state: EndpointState,
    pub failing_since: Option<DateTime<Utc>>,
}

/// Locks the endpoint and the delivery: two failures at once must not both turn the endpoint off.
pub(in crate::domain::webhooks) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
) -> Result<Option<Locked>, Internal> {
    let row = sqlx::query!(
        r#"select d.tries, d.endpoint_id as "endpoint: WebhookEndpointId", e.url, e.state, e.failing_since
           from webhook_deliveries d
           join webhook_endpoints e on e.reseller_id = d.reseller_id and e.id = d.endpoint_id
           where d.reseller_id = $1 and d.id = $2 for no key update of e, d"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Locked {
            tries: row.tries,
            endpoint: row.endpoint,
            url: row.url,
            endpoint_state: endpoints::state(&row.state)?,
            failing_since: row.failing_since,
        })
    })
    .transpose()
}

pub(in crate::domain::webhooks) async fn set(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
    state: DeliveryState,
    tries: i32,
    next_try_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update webhook_deliveries set state = $3, tries = $4, next_try_at = $5, settled_at = $6
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        state.as_str(),
        tries,
        next_try_at,
        settled_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn insert_try(
    conn: &mut PgConnection,
    reseller: ResellerId,
    delivery: DeliveryId,
    tried: &Tried,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into webhook_tries (id, reseller_id, delivery_id, at, duration_ms, status, answer)
         values ($1, $2, $3, $4, $5, $6, $7)",
        Uuid::now_v7(),
        reseller.uuid(),
        delivery.uuid(),
        tried.at,
        tried.duration_ms,
        tried.status.map(i32::from),
        tried.answer,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::webhooks) async fn count_waiting(
    conn: &mut PgConnection,
    reseller: ResellerId,
    endpoint: WebhookEndpointId,
    event: &str,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from webhook_deliveries
           where reseller_id = $1 and endpoint_id = $2 and event = $3 and state = 'waiting'"#,
        reseller.uuid(),
        endpoint.uuid(),
        event,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::webhooks) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    endpoint: WebhookEndpointId,
    after: Option<DeliveryId>,
    limit: i64,
) -> Result<Vec<DeliveryRow>, Internal> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DeliveryId", d.event, d.state, d.tries, d.created_at, d.next_try_at,
                  (select t.status from webhook_tries t
                   where t.reseller_id = d.reseller_id and t.delivery_id = d.id order by t.id desc limit 1) as status
           from webhook_deliveries d
           where d.reseller_id = $1 and d.endpoint_id = $2 and ($3::uuid is null or d.id < $3)
           order by d.id desc limit $4"#,
        reseller.uuid(),
        endpoint.uuid(),
        after.map(DeliveryId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(DeliveryRow {
                id: row.id,
                event: row.event,
                state: state(&row.state)?,
                tries: row.tries,
                created_at: row.created_at,
                last_status: row.status,
                next_try_at: row.next_try_at,
            })
        })
        .collect()
}

/// A delivery as its page shows it.
pub(in crate::domain::webhooks) struct Found {
    pub row: DeliveryRow,
    pub endpoint: WebhookEndpointId,
    pub url: String,
    pub endpoint_state: EndpointState,
    pub body: String,
}

pub(in crate::domain::webhooks) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
) -> Result<Option<Found>, Internal> {
    let row = sqlx::query!(
        r#"select d.event, d.state, d.tries, d.created_at, d.next_try_at, d.body,
                  d.endpoint_id as "endpoint: WebhookEndpointId", e.url, e.state as endpoint_state,
                  (select t.status from webhook_tries t
                   where t.reseller_id = d.reseller_id and t.delivery_id = d.id order by t.id desc limit 1) as status
           from webhook_deliveries d
           join webhook_endpoints e on e.reseller_id = d.reseller_id and e.id = d.endpoint_id
           where d.reseller_id = $1 and d.id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Found {
            row: DeliveryRow {
                id,
                event: row.event,
                state: state(&row.state)?,
                tries: row.tries,
                created_at: row.created_at,
                last_status: row.status,
                next_try_at: row.next_try_at,
            },
            endpoint: row.endpoint,
            url: row.url,
            endpoint_state: endpoints::state(&row.endpoint_state)?,
            body: row.body,
        })
    })
    .transpose()
}

pub(in crate::domain::webhooks) async fn tries(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DeliveryId,
    limit: i64,
) -> Result<Vec<TryRow>, sqlx::Error> {
    sqlx::query_as!(
        TryRow,
        "select at, duration_ms, status, answer from webhook_tries
         where reseller_id = $1 and delivery_id = $2 order by id desc limit $3",
        reseller.uuid(),
        id.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::webhooks) async fn delete_before(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!("delete from webhook_deliveries where created_at < $1", before)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
