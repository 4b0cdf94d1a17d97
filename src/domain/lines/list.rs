//! A page of a company's lines, newest first.

use super::{LineFilter, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::{ids::PlanId, line::LineRow, paging::Page},
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// At most `limit` lines of the filter that are within reach.
pub async fn list(
    backend: &Backend,
    scope: &impl WorksIn,
    filter: &LineFilter,
    limit: i64,
) -> Result<Page<LineRow>, Internal> {
    let wanted = store::rows::Wanted {
        only: None,
        filter,
        teams: scope.teams(),
        limit: limit + 1,
    };
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::rows::list(&mut tx, scope.reseller(), scope.organization(), &wanted).await?;
    tx.commit().await?;
    let size = usize::try_from(limit).unwrap_or_default();
    Ok(Page::of(rows, size, |last| last.id.to_string()))
}

/// The plans that lines of the company have, for the filter.
pub async fn plans(backend: &Backend, scope: &impl WorksIn) -> Result<Vec<(PlanId, String)>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let found = store::rows::plans(&mut tx, scope.reseller(), scope.organization()).await?;
    tx.commit().await?;
    Ok(found)
}
