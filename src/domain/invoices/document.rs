//! A whole document, for files.

use super::{details::Reader, store::reading};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        company_invoice::{CentreSum, DocumentHead, DocumentLine},
        ids::CompanyInvoiceId,
        paging::Page,
    },
};

/// Lines of a document that is drawn; a longer one has its cost centres drawn, and its lines are in the CSV.
pub const DRAWN_LINES_MAX: usize = 5_000;

/// What stands on it, as it was issued.
#[derive(Debug, Clone)]
pub struct Document {
    pub head: DocumentHead,
    pub centres: Vec<CentreSum>,
    /// By cost centre; `None` when there are more than [`DRAWN_LINES_MAX`].
    pub lines: Option<Vec<DocumentLine>>,
    /// A PNG.
    pub logo: Option<Vec<u8>>,
}

/// An issued document; `None` for a draft, and for what the reader does not have.
pub async fn document(
    backend: &Backend,
    scope: &impl Scope,
    reader: Reader,
    id: CompanyInvoiceId,
) -> Result<Option<Document>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin_search(scope).await?;
    let head = reading::head(&mut tx, reseller, reader.only(), id).await?;
    let Some(head) = head.filter(|head| head.row.number.is_some()) else {
        return Ok(None);
    };
    let centres = reading::centres(&mut tx, reseller, &head).await?;
    let limit = i64::try_from(DRAWN_LINES_MAX + 1).unwrap_or(i64::MAX);
    let lines = reading::lines(&mut tx, reseller, &head, None, limit).await?;
    let logo = reading::logo(&mut tx, reseller, id).await?;
    tx.commit().await?;
    Ok(Some(Document {
        head,
        centres,
        lines: (lines.len() <= DRAWN_LINES_MAX).then_some(lines),
        logo,
    }))
}

/// A page of the lines of a document that was found before.
pub async fn lines(
    backend: &Backend,
    scope: &impl Scope,
    head: &DocumentHead,
    after: Option<i32>,
) -> Result<Page<DocumentLine>, Internal> {
    const ROWS: usize = 500;
    let mut tx = backend.begin_search(scope).await?;
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let rows = reading::lines(&mut tx, scope.reseller(), head, after, limit).await?;
    tx.commit().await?;
    Ok(Page::of(rows, ROWS, |line| line.position.to_string()))
}
