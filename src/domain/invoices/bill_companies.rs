//! The hourly look: months that are over are drafted, drafts are issued and mailed, what was topped up is
//! paid, and what is overdue is reminded of.

use chrono::TimeDelta;

use super::{
    draft::draft,
    issue::{IssueError, issue},
    remind::remind,
    send::send,
    settle::settle,
    store::{drafts, issuing},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::ids::CompanyInvoiceId,
};

/// A draft waits this long for staff to look at it.
pub(super) const DRAFT_REST: TimeDelta = TimeDelta::days(2);

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Billed {
    pub drafted: usize,
    pub issued: usize,
    pub paid: usize,
    /// Overdue invoices their companies were reminded of.
    pub reminded: usize,
}

/// Each company and each document in a transaction of its own; one that cannot be done is logged, and the next look tries
/// it again.
pub async fn bill_companies(backend: &Backend) -> Result<Billed, Internal> {
    let mut billed = Billed::default();
    let mut tx = backend.begin_system().await?;
    let companies = drafts::companies(&mut tx).await?;
    tx.commit().await?;
    for company in companies {
        let system = System::of(company.reseller, "company invoices");
        let mut tx = backend.begin_search(&system).await?;
        match draft(&mut tx, &system, &company, backend.now()).await {
            Ok(made) => {
                tx.commit().await?;
                billed.drafted += made;
            }
            Err(error) => {
                tracing::error!(reseller_id = %company.reseller, organization_id = %company.organization, %error,
                    "a company's month could not be drafted");
            }
        }
    }
    let mut tx = backend.begin_system().await?;
    let waiting = issuing::waiting(&mut tx, backend.now() - DRAFT_REST).await?;
    tx.commit().await?;
    for (reseller, id) in waiting {
        let system = System::of(reseller, "company invoices");
        match issue_and_send(backend, &system, id).await {
            Ok(()) => billed.issued += 1,
            Err(error) => {
                tracing::error!(reseller_id = %reseller, document_id = %id, %error, "a draft could not be issued");
            }
        }
    }
    billed.paid = settle(backend).await?;
    billed.reminded = remind(backend).await?;
    Ok(billed)
}

async fn issue_and_send(
    backend: &Backend,
    scope: &impl Scope,
    id: CompanyInvoiceId,
) -> Result<(), IssueError> {
    let mut tx = backend.begin(scope).await?;
    issue(&mut tx, scope, id, backend.now()).await?;
    send(&mut tx, backend, scope, id).await?;
    tx.commit().await?;
    Ok(())
}
