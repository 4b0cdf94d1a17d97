//! A page of a company's employees, by last name.

use super::{EmployeeFilter, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::{company::EmployeeRow, paging::Page},
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// At most `limit` employees of the filter who are within reach.
pub async fn list(
    backend: &Backend,
    scope: &impl WorksIn,
    filter: &EmployeeFilter,
    limit: i64,
) -> Result<Page<EmployeeRow>, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let mut tx = backend.begin_search(scope).await?;
    let today = store::today(&mut tx, reseller, organization, backend.now()).await?;
    let wanted = store::Wanted {
        filter,
        teams: scope.teams(),
        today,
        limit: limit + 1,
    };
    let rows = store::list(&mut tx, reseller, organization, &wanted).await?;
    tx.commit().await?;
    let size = usize::try_from(limit).unwrap_or_default();
    Ok(Page::of(rows, size, |last| last.id.to_string()))
}
