//! The reseller's documents, page by page, and one of them.

use super::{issue_invoices::InvoiceRow, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::paging::Page,
};

/// Documents of a page.
const PAGE_ROWS: usize = 50;

/// The reseller's documents, newest first; those numbered below `after`.
pub async fn invoices(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<i64>,
) -> Result<Page<InvoiceRow>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let below = after.unwrap_or(i64::MAX);
    let rows = store::invoices(&mut tx, scope.reseller(), below, PAGE_ROWS as i64 + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, PAGE_ROWS, |row| row.number.to_string()))
}

/// The document with this number; `None` when the reseller has none.
pub async fn invoice(
    backend: &Backend,
    scope: &impl Manages,
    number: i64,
) -> Result<Option<InvoiceRow>, Internal> {
    let Some(below) = number.checked_add(1) else {
        return Ok(None);
    };
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::invoices(&mut tx, scope.reseller(), below, 1).await?;
    tx.commit().await?;
    Ok(rows.into_iter().find(|row| row.number == number))
}
