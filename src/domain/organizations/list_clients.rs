//! The shop's companies, for its staff.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{company::ClientRow, ids::OrganizationId, paging::Page},
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// Those made before `after`, newest first.
pub async fn list_clients(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<OrganizationId>,
) -> Result<Page<ClientRow>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::clients(&mut tx, scope.reseller(), None, after, PAGE_ROWS + 1).await?;
    tx.commit().await?;
    let size = usize::try_from(PAGE_ROWS).unwrap_or_default();
    Ok(Page::of(rows, size, |last| last.id.to_string()))
}
