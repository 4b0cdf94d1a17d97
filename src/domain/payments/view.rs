//! The page a payer comes back to, and the list under the wallet.

use super::{
    check::{CheckError, check},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Customer, Scope, System},
        wallet::balance::balance,
    },
    shared::{
        ids::PaymentId,
        money::Money,
        wallet::{PaymentRow, PaymentStatus, PaymentView},
    },
};

/// Payments listed under the wallet.
const RECENT_MAX: i64 = 20;

/// The payment; `None` when it is somebody else's. A payment still open is looked up at the gateway first, so the
/// payer does not wait for a webhook.
pub async fn view(
    backend: &Backend,
    customer: &Customer,
    id: PaymentId,
) -> Result<Option<PaymentView>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let Some(payment) = store::own_payment(&mut tx, customer, id).await? else {
        return Ok(None);
    };
    tx.commit().await?;
    if payment.state != PaymentStatus::Paid {
        match check(backend, &System::of(customer.reseller(), "return page"), id).await {
            Ok(_) | Err(CheckError::NotFound) => {}
            Err(CheckError::Unavailable(error)) => {
                tracing::warn!(payment_id = %id, %error, "gateway did not answer; its job will ask again");
            }
            Err(CheckError::Internal(error)) => return Err(error),
        }
    }
    let mut tx = backend.begin(customer).await?;
    let Some(payment) = store::own_payment(&mut tx, customer, id).await? else {
        return Ok(None);
    };
    let wallet = balance(&mut tx, customer, payment.amount.currency(), backend.now()).await?;
    tx.commit().await?;
    let is_open = matches!(payment.state, PaymentStatus::Pending | PaymentStatus::Failed);
    Ok(Some(PaymentView {
        row: PaymentRow {
            id,
            amount: payment.amount,
            status: payment.state,
            at: payment.created_at,
        },
        return_to: payment.return_to,
        checkout_url: payment.checkout_url.filter(|_| is_open),
        available: match wallet {
            Some(wallet) => wallet.available()?,
            None => Money::zero(payment.amount.currency()),
        },
    }))
}

/// The customer's latest payments.
pub async fn recent(backend: &Backend, customer: &Customer) -> Result<Vec<PaymentRow>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = store::recent(&mut tx, customer, RECENT_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}
