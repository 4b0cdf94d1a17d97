//! Mails a document to where the company wants its invoices.

use sqlx::PgConnection;

use super::{settle::settle_one, store::settling::Standing};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{
            Notice,
            send::{self, Recipient},
        },
        scope::Scope,
    },
    shared::{
        company_invoice::{DocumentKind, DocumentState},
        ids::CompanyInvoiceId,
    },
};

/// Queues the mail in the caller's transaction, which knows that the document is issued, and says whether it is paid.
pub(super) async fn send(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    id: CompanyInvoiceId,
) -> Result<Standing, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let standing = settle_one(conn, scope, id, now)
        .await?
        .ok_or_else(|| Internal::broken("an issued document that is not there"))?;
    let host = send::link_host(conn, reseller, "").await?;
    let notice = Notice::CompanyInvoice {
        what: standing.kind.in_words().to_owned(),
        number: standing.number.clone().unwrap_or_default(),
        company: standing.company.clone(),
        total: standing.total,
        money: words(&standing)?,
        link: backend.address.url(&host, &format!("/business/invoices/{id}")),
    };
    let to = Recipient {
        reseller,
        user: None,
        email: &standing.billing_email,
        first_name: "",
    };
    send::send(conn, &backend.address, now, &to, &notice).await?;
    super::store::settling::set_sent(conn, reseller, id, now).await?;
    Ok(standing)
}

/// What there is to do about the money.
fn words(standing: &Standing) -> Result<String, Internal> {
    Ok(match (standing.kind, standing.state) {
        (DocumentKind::CreditNote, _) => "The money is back in your company's balance.".to_owned(),
        (DocumentKind::Invoice, DocumentState::Paid) => {
            "It was paid from your company's balance. There is nothing to do.".to_owned()
        }
        (DocumentKind::Invoice, _) => format!(
            "Your company bought on credit: please add {} to its balance by {}.",
            standing.open()?,
            standing
                .due_on
                .map(|day| day.format("%-d %B %Y").to_string())
                .unwrap_or_default()
        ),
    })
}
