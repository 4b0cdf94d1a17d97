//! Ends somebody's sessions, because of what another room decided.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{session, store::sessions};
use crate::{
    domain::{audit::Origin, error::Internal, scope::Scope},
    shared::ids::{OrganizationId, ResellerId, UserId},
};

/// Ends all of them in the caller's transaction: the person's next request is a stranger's.
pub async fn end_sessions(
    conn: &mut PgConnection,
    scope: &impl Scope,
    user: UserId,
    origin: &Origin,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    session::end_others(conn, scope, user, None, origin, now).await?;
    Ok(())
}

/// Ends those that members of a company, but its owners, began with a password; how many.
pub async fn end_password_sessions(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<u64, Internal> {
    Ok(sessions::end_by_password(conn, reseller, organization).await?)
}
