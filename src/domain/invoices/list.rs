//! A company's documents, newest first.

use super::store::reading;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        company_invoice::DocumentRow,
        ids::{CompanyInvoiceId, OrganizationId},
        paging::Page,
    },
};

/// Fifty of them behind `after`. Drafts are for the shop's staff alone.
pub async fn list(
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    with_drafts: bool,
    after: Option<CompanyInvoiceId>,
) -> Result<Page<DocumentRow>, Internal> {
    const ROWS: usize = 50;
    let mut tx = backend.begin_search(scope).await?;
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let rows = reading::list(&mut tx, scope.reseller(), organization, with_drafts, after, limit).await?;
    tx.commit().await?;
    Ok(Page::of(rows, ROWS, |row| row.id.to_string()))
}
