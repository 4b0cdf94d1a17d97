//! Looks whether documents are covered by the company's wallet.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store::settling::{self, Standing};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::{company_invoice::DocumentState, ids::CompanyInvoiceId},
};

/// Paid when the wallet covers it; failed when the day to pay by has passed; in the caller's transaction.
pub(super) async fn settle_one(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: CompanyInvoiceId,
    now: DateTime<Utc>,
) -> Result<Option<Standing>, Internal> {
    let reseller = scope.reseller();
    settling::lock(conn, reseller, id).await?;
    let Some(mut found) = settling::find(conn, reseller, id, now).await? else {
        return Ok(None);
    };
    let is_late = found.due_on.is_some_and(|due| due < found.today);
    let state = match found.state {
        DocumentState::Draft | DocumentState::Paid => found.state,
        DocumentState::Sent | DocumentState::Failed if !found.open()?.is_positive() => DocumentState::Paid,
        DocumentState::Sent if is_late => DocumentState::Failed,
        DocumentState::Sent | DocumentState::Failed => found.state,
    };
    if state != found.state {
        settling::set_state(conn, reseller, id, state, now).await?;
        found.state = state;
    }
    Ok(Some(found))
}

/// Looks at every document that is not covered yet; how many are now.
pub(super) async fn settle(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let open = settling::uncovered(&mut tx).await?;
    tx.commit().await?;
    let mut paid = 0;
    for (reseller, id) in open {
        let system = System::of(reseller, "company invoices");
        let mut tx = backend.begin(&system).await?;
        let found = settle_one(&mut tx, &system, id, backend.now()).await?;
        tx.commit().await?;
        paid += usize::from(found.is_some_and(|found| found.state == DocumentState::Paid));
    }
    Ok(paid)
}
