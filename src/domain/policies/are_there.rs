//! Whether a company has decided anything at all.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::OrganizationId,
};

/// False for a company without policies, whose use nobody need look at.
pub async fn are_there(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
) -> Result<bool, Internal> {
    Ok(store::are_there(conn, scope.reseller(), organization).await?)
}
