//! Reminds companies of invoices that are overdue.

use super::{
    settle::settle_one,
    store::{reminding, settling::Standing},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{
            self, Notice,
            send::{self, Recipient},
        },
        scope::{Scope, System},
    },
    shared::{company_invoice::DocumentState, ids::CompanyInvoiceId},
};

/// Days after the one to pay by.
pub(super) const AFTER_DAYS: [i16; 2] = [3, 14];

/// One mail for each invoice and number of days, to where the company wants its invoices and to its finance people.
/// Returns how many invoices.
pub(super) async fn remind(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let due = reminding::due(&mut tx, backend.now()).await?;
    tx.commit().await?;
    let mut reminded = 0;
    for (reseller, id, days) in due {
        let system = System::of(reseller, "company invoices");
        match remind_one(backend, &system, id, days).await {
            Ok(is_reminded) => reminded += usize::from(is_reminded),
            Err(error) => {
                tracing::error!(reseller_id = %reseller, document_id = %id, %error, "nobody was reminded");
            }
        }
    }
    Ok(reminded)
}

async fn remind_one(
    backend: &Backend,
    system: &System,
    id: CompanyInvoiceId,
    days: i16,
) -> Result<bool, Internal> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let overdue = settle_one(&mut tx, system, id, now)
        .await?
        .filter(|found| found.state == DocumentState::Failed);
    let Some(found) = overdue else {
        tx.commit().await?;
        return Ok(false);
    };
    if !reminding::insert(&mut tx, reseller, id, days, now).await? {
        return Ok(false);
    }
    let path = format!("/business/invoices/{id}");
    let host = send::link_host(&mut tx, reseller, "").await?;
    let notice = notice(&found, backend.address.url(&host, &path))?;
    let to = Recipient {
        reseller,
        user: None,
        email: &found.billing_email,
        first_name: "",
    };
    send::send(&mut tx, &backend.address, now, &to, &notice).await?;
    let finance = reminding::finance(&mut tx, reseller, found.organization, &found.billing_email).await?;
    notices::to_users::to_users(&mut tx, backend, reseller, &finance, &path, |_| notice).await?;
    tx.commit().await?;
    Ok(true)
}

fn notice(found: &Standing, link: String) -> Result<Notice, Internal> {
    Ok(Notice::InvoiceOverdue {
        number: found.number.clone().unwrap_or_default(),
        company: found.company.clone(),
        open: found.open()?,
        due: found
            .due_on
            .map(|day| day.format("%-d %B %Y").to_string())
            .unwrap_or_default(),
        link,
    })
}
