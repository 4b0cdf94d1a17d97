//! Writes down what an operator changed for every reseller.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Audit, store};
use crate::domain::scope::Operates;

/// Writes the row under the platform's own shop, in the caller's transaction across resellers.
pub async fn record_platform(
    conn: &mut PgConnection,
    operator: &impl Operates,
    now: DateTime<Utc>,
    audit: Audit<'_>,
) -> Result<(), sqlx::Error> {
    let platform = store::platform(conn).await?;
    let actors = store::Actors {
        actor: operator.operator(),
        on_behalf_of: None,
        company: None,
    };
    store::insert(conn, platform, actors, now, audit).await
}
