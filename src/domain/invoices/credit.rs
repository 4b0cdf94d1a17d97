//! Staff take back something an invoice charged: the money goes back into the company's wallet, and a credit note says so.

use serde_json::json;

use super::{
    issue::{IssueError, issue},
    send::send,
    store::{
        drafts::{self, NewDraft},
        reading, settings,
    },
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        orders::refund::{Destination, Refund, RefundError, refund},
        scope::{Scope, Staff},
    },
    shared::{company_invoice::DocumentKind, ids::CompanyInvoiceId, money::Money},
};

/// A filled-in form.
#[derive(Debug)]
pub struct Credit {
    pub invoice: CompanyInvoiceId,
    /// The line that is taken back.
    pub position: i32,
    /// `None`: all that is left of it.
    pub amount: Option<Money>,
    /// What the company reads (1–500 characters).
    pub reason: String,
    /// Makes it happen once.
    pub key: String,
    pub origin: Origin,
}

/// Why nothing was given back.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// No such invoice, or no line of it that charged something.
    #[error("no such line")]
    NotFound,
    /// The shop has not said who it is.
    #[error("the shop has no invoice settings")]
    NotSetUp,
    #[error(transparent)]
    Refund(RefundError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreditError);

/// The credit note; the same key again finds the first one. The refund is an order's as any other: when this process dies
/// between the two, the end of the month writes the credit note.
pub async fn credit(
    backend: &Backend,
    staff: &Staff,
    credit: Credit,
) -> Result<CompanyInvoiceId, CreditError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let line = reading::charged_line(&mut tx, reseller, credit.invoice, credit.position)
        .await?
        .ok_or(CreditError::NotFound)?;
    settings::settings(&mut tx, reseller)
        .await?
        .ok_or(CreditError::NotSetUp)?;
    tx.commit().await?;

    let request = Refund {
        order: line.order,
        amount: credit.amount,
        destination: Destination::Wallet,
        reason: credit.reason.clone(),
        key: credit.key.clone(),
    };
    let given = refund(backend, staff, request)
        .await
        .map_err(|error| match error {
            RefundError::Internal(error) => CreditError::Internal(error),
            refused => CreditError::Refund(refused),
        })?;

    let mut tx = backend.begin(staff).await?;
    drafts::lock(&mut tx, reseller, line.organization).await?;
    let (movement, document) = drafts::movement_of_refund(&mut tx, reseller, given.id, line.currency)
        .await?
        .ok_or_else(|| Internal::broken("a refund that moved nothing"))?;
    if let Some(document) = document {
        return Ok(document);
    }
    let id = CompanyInvoiceId::new();
    let period = drafts::month_of(&mut tx, &line.timezone, now).await?;
    let new = NewDraft {
        id,
        organization: line.organization,
        kind: DocumentKind::CreditNote,
        corrects: Some(credit.invoice),
        period,
        timezone: &line.timezone,
        closes_at: None,
        reason: credit.reason.clone(),
        charged: movement.charged,
        lines: &[movement],
        now,
    };
    drafts::insert(&mut tx, reseller, &new).await?;
    let issued = issue(&mut tx, staff, id, now)
        .await
        .map_err(|error| match error {
            IssueError::Internal(error) => error,
            other => Internal::broken(other.to_string()),
        })?;
    send(&mut tx, backend, staff, id).await?;
    let audit = Audit {
        after: Some(
            json!({ "number": issued.number, "total": issued.total, "reason": credit.reason,
                            "invoice": credit.invoice }),
        ),
        company: Some(line.organization),
        ..Audit::of("company_invoice.credited", id, &credit.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}
