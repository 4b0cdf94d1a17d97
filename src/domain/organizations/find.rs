//! One of a reseller's companies.

use sqlx::PgConnection;

use super::{Organization, store};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::OrganizationId,
};

/// The company; `None` when it is another reseller's.
pub async fn find(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: OrganizationId,
) -> Result<Option<Organization>, Internal> {
    Ok(store::find(conn, scope.reseller(), id).await?)
}
