//! Staff mail a document once more.

use chrono::TimeDelta;
use serde_json::json;

use super::{send::send, store::settling};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::{company_invoice::DocumentState, ids::CompanyInvoiceId},
};

/// Between two mails of the same document.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
pub enum SendAgainError {
    #[error("no such document")]
    NotFound,
    /// A draft is mailed when it is issued.
    #[error("it is a draft")]
    IsDraft,
    #[error("mailed a moment ago")]
    TooSoon,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SendAgainError);

/// To where the company wants its invoices today.
pub async fn send_again(
    backend: &Backend,
    staff: &Staff,
    id: CompanyInvoiceId,
    origin: &Origin,
) -> Result<(), SendAgainError> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    settling::lock(&mut tx, staff.reseller(), id).await?;
    let found = settling::find(&mut tx, staff.reseller(), id, now)
        .await?
        .ok_or(SendAgainError::NotFound)?;
    if found.state == DocumentState::Draft {
        return Err(SendAgainError::IsDraft);
    }
    if found.sent_at.is_some_and(|at| at + PAUSE > now) {
        return Err(SendAgainError::TooSoon);
    }
    let sent = send(&mut tx, backend, staff, id).await?;
    let audit = Audit {
        after: Some(json!({ "number": sent.number, "mailed_to": sent.billing_email })),
        company: Some(sent.organization),
        ..Audit::of("company_invoice.sent_again", id, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
