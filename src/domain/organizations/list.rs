//! A reseller's companies, newest first.

use super::{Organization, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::ids::OrganizationId,
};

/// Companies before `before`, at most `limit`.
pub async fn list(
    backend: &Backend,
    scope: &impl Manages,
    before: Option<OrganizationId>,
    limit: i64,
) -> Result<Vec<Organization>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::list(&mut tx, scope.reseller(), before, limit).await?;
    tx.commit().await?;
    Ok(rows)
}
