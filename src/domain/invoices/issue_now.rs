//! Staff issue a draft without waiting, and it is mailed.

use serde_json::json;

use super::{
    issue::{IssueError, issue},
    send::send,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Staff,
    },
    shared::ids::CompanyInvoiceId,
};

/// Why nothing was issued, and no number taken.
#[derive(Debug, thiserror::Error)]
pub enum IssueNowError {
    #[error("no such document")]
    NotFound,
    #[error("it has a number already")]
    IsIssued,
    /// The shop has not said who it is.
    #[error("the shop has no invoice settings")]
    NotSetUp,
    /// A credit note names its invoice's number.
    #[error("its invoice is a draft")]
    InvoiceFirst,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(IssueNowError);

/// The document has its number and its mail is on the way.
pub async fn issue_now(
    backend: &Backend,
    staff: &Staff,
    id: CompanyInvoiceId,
    origin: &Origin,
) -> Result<(), IssueNowError> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    let issued = issue(&mut tx, staff, id, now)
        .await
        .map_err(|error| match error {
            IssueError::NotFound => IssueNowError::NotFound,
            IssueError::IsIssued => IssueNowError::IsIssued,
            IssueError::NotSetUp => IssueNowError::NotSetUp,
            IssueError::InvoiceFirst => IssueNowError::InvoiceFirst,
            IssueError::Internal(error) => IssueNowError::Internal(error),
        })?;
    send(&mut tx, backend, staff, id).await?;
    let audit = Audit {
        after: Some(json!({ "number": issued.number, "total": issued.total })),
        company: Some(issued.organization),
        ..Audit::of("company_invoice.issued", id, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
