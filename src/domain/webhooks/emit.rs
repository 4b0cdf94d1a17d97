//! Something happened: every endpoint that wants to hear it gets it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Event, store};
use crate::{
    domain::{
        queue::{Job, enqueue},
        scope::Scope,
    },
    shared::ids::DeliveryId,
};

/// Writes the event for each active endpoint that chose its kind, in the transaction of the fact.
pub async fn emit(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    event: &Event,
) -> Result<(), sqlx::Error> {
    let reseller = scope.reseller();
    let kind = event.kind().as_str();
    for endpoint in store::endpoints::listening(conn, reseller, kind).await? {
        let delivery = DeliveryId::new();
        store::deliveries::insert(conn, reseller, delivery, endpoint, kind, &event.body(now), now).await?;
        enqueue(conn, &Job::DeliverWebhook { reseller, delivery }, now).await?;
    }
    Ok(())
}
