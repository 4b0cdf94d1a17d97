//! Puts somebody into a company.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::members;
use crate::{
    domain::error::Internal,
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        permissions::OrganizationRole,
    },
};

/// In the caller's transaction, who knows that this person shall belong to the company.
pub async fn add(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    members::insert(conn, reseller, organization, user, role, now).await?;
    Ok(())
}
