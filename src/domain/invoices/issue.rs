//! Gives a draft its number. From then on it stays as it is.

use chrono::{DateTime, Days, Utc};
use sqlx::PgConnection;

use super::{
    store::{
        issuing::{self, Issued},
        settings,
    },
    tax::{Split, split},
};
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        company_invoice::DocumentKind,
        ids::{CompanyInvoiceId, OrganizationId},
        money::Money,
    },
};

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
pub(super) enum IssueError {
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
with_internal!(IssueError);

/// A document that was issued.
pub(super) struct IssuedDocument {
    pub organization: OrganizationId,
    pub number: String,
    pub total: Money,
}

/// In the caller's transaction, so that the number is used by a document that is there, or by none.
pub(super) async fn issue(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: CompanyInvoiceId,
    now: DateTime<Utc>,
) -> Result<IssuedDocument, IssueError> {
    let reseller = scope.reseller();
    let draft = issuing::lock(conn, reseller, id)
        .await?
        .ok_or(IssueError::NotFound)?;
    if !draft.is_draft {
        return Err(IssueError::IsIssued);
    }
    let settings = settings::settings(conn, reseller)
        .await?
        .ok_or(IssueError::NotSetUp)?;
    if draft.waits_for_invoice {
        return Err(IssueError::InvoiceFirst);
    }
    let (tax_label, tax_percent) = draft
        .corrected_tax
        .unwrap_or((settings.tax_label, settings.tax_percent));
    let zero = Money::zero(draft.currency);
    let (mut sum, mut lines) = (
        Split {
            net: zero,
            tax: zero,
            total: zero,
        },
        vec![],
    );
    for (position, charged) in issuing::charges(conn, reseller, id, draft.currency).await? {
        let line = split(charged, tax_percent)?;
        sum = Split {
            net: sum.net.plus(line.net)?,
            tax: sum.tax.plus(line.tax)?,
            total: sum.total.plus(line.total)?,
        };
        lines.push((position, line));
    }
    issuing::set_lines(conn, reseller, id, tax_percent, &lines).await?;
    let facts = issuing::facts(conn, reseller, draft.organization, now).await?;
    let (prefix, days) = match draft.kind {
        DocumentKind::Invoice => (&settings.invoice_prefix, settings.due_days),
        DocumentKind::CreditNote => (&settings.credit_prefix, 0),
    };
    let due_on = facts
        .today
        .checked_add_days(Days::new(u64::try_from(days).unwrap_or_default()))
        .ok_or_else(|| Internal::broken("no day to pay by"))?;
    // Last, so that others wait for the number as short as can be.
    let sequence = issuing::take_number(conn, reseller, prefix).await?;
    let number = format!("{prefix}{sequence:05}");
    let issued = Issued {
        prefix,
        sequence,
        number: &number,
        seller_name: &settings.seller_name,
        seller_address: &settings.seller_address,
        seller_tax_id: &settings.seller_tax_id,
        tax_label: &tax_label,
        tax_percent,
        sum,
        facts: &facts,
        due_on,
        now,
    };
    issuing::write(conn, reseller, id, &issued).await?;
    Ok(IssuedDocument {
        organization: draft.organization,
        number,
        total: sum.total,
    })
}
