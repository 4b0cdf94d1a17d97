//! The teams of one member, as the members room changes who is in the company.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::error::Internal,
    shared::ids::{OrganizationId, ResellerId, TeamId, UserId},
};

/// Names of the teams the member leads, in the caller's transaction.
pub async fn led_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Vec<String>, Internal> {
    Ok(store::led_by(conn, reseller, organization, user).await?)
}

/// The member leads this team too. The caller knows that they are a manager.
pub async fn lead(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), Internal> {
    Ok(store::lead(conn, reseller, organization, team, user).await?)
}

/// The member does not lead this team any more.
pub async fn lead_no_more(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    user: UserId,
) -> Result<(), Internal> {
    Ok(store::lead_no_more(conn, reseller, organization, team, user).await?)
}

/// The member leads nothing any more; `successor`, if anybody, leads it instead.
pub async fn hand_on(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    successor: Option<UserId>,
) -> Result<(), Internal> {
    if let Some(successor) = successor {
        store::lead_like(conn, reseller, organization, user, successor).await?;
    }
    Ok(store::lead_nothing(conn, reseller, organization, user).await?)
}
