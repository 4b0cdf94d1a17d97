//! A line is over: its link stops working.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::{LineId, OrganizationId},
};

/// Takes the line's link back, in the caller's transaction; nothing happens where there is none.
pub async fn end(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    line: LineId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    store::revoke(conn, scope.reseller(), organization, line, now).await?;
    Ok(())
}
