//! Who answers for what a company's jobs buy.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::{OrganizationId, UserId},
};

/// The owner who has been one for longest; `None` while a company has none.
pub async fn owner(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
) -> Result<Option<UserId>, Internal> {
    Ok(store::owner(conn, scope.reseller(), organization).await?)
}
