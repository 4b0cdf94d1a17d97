//! One document with a page of its lines.

use super::{
    bill_companies::DRAFT_REST,
    store::{reading, settings, settling},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        company_invoice::DocumentView,
        ids::{CompanyInvoiceId, OrganizationId},
        paging::Page,
    },
};

/// For whom it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// People of this company: nothing of another one, and no drafts.
    Company(OrganizationId),
    /// The shop's staff.
    Shop,
}

impl Reader {
    pub(super) const fn only(self) -> Option<OrganizationId> {
        match self {
            Self::Company(organization) => Some(organization),
            Self::Shop => None,
        }
    }
}

/// Lines on a page.
const ROWS: usize = 50;

/// The document with the lines behind `after`; `None` when the reader has no such one.
pub async fn details(
    backend: &Backend,
    scope: &impl Scope,
    reader: Reader,
    id: CompanyInvoiceId,
    after: Option<i32>,
) -> Result<Option<DocumentView>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin_search(scope).await?;
    let Some(head) = reading::head(&mut tx, reseller, reader.only(), id).await? else {
        return Ok(None);
    };
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let lines = reading::lines(&mut tx, reseller, &head, after, limit).await?;
    let centres = reading::centres(&mut tx, reseller, &head).await?;
    let credit_notes = reading::credit_notes(&mut tx, reseller, &head, reader == Reader::Shop).await?;
    let open = settling::find(&mut tx, reseller, id, backend.now())
        .await?
        .ok_or_else(|| Internal::broken("a document that was just there"))?
        .open()?;
    let is_set_up = settings::settings(&mut tx, reseller).await?.is_some();
    tx.commit().await?;
    Ok(Some(DocumentView {
        centres,
        lines: Page::of(lines, ROWS, |line| line.position.to_string()),
        credit_notes,
        open,
        issues_at: is_set_up.then(|| head.row.drafted_at + DRAFT_REST),
        head,
        may_export: false,
        may_decide: false,
    }))
}
