//! A team of the demo.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::error::Internal,
    shared::ids::{OrganizationId, ResellerId, TeamId},
};

/// In the caller's transaction.
pub async fn seed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<TeamId, Internal> {
    let id = TeamId::new();
    store::insert(conn, reseller, organization, id, name, now).await?;
    Ok(id)
}
