//! The page a payer comes back to, and the list under the wallet.

use super::{
    check::{CheckError, check},
    store::{self, Payment},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Buys, System},
        wallet::balance::{Purse, balance},
    },
    shared::{
        currency::Currency,
        ids::PaymentId,
        wallet::{PaymentRow, PaymentStatus, PaymentView},
    },
};

/// Payments listed under the wallet.
const RECENT_MAX: i64 = 20;

/// The payment; `None` when it is into somebody else's wallet. A payment still open is looked up at the gateway first, so
/// the payer does not wait for a webhook.
pub async fn view(
    backend: &Backend,
    payer: &impl Buys,
    id: PaymentId,
) -> Result<Option<PaymentView>, Internal> {
    let Some((payment, _)) = own(backend, payer, id).await? else {
        return Ok(None);
    };
    if payment.state != PaymentStatus::Paid {
        match check(backend, &System::of(payer.reseller(), "return page"), id).await {
            Ok(_) | Err(CheckError::NotFound) => {}
            Err(CheckError::Unavailable(error)) => {
                tracing::warn!(payment_id = %id, %error, "gateway did not answer; its job will ask again");
            }
            Err(CheckError::Internal(error)) => return Err(error),
        }
    }
    let Some((payment, purse)) = own(backend, payer, id).await? else {
        return Ok(None);
    };
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
        available: purse.available()?,
    }))
}

/// The payment with the payer's figures, when it is into the payer's wallet.
async fn own(
    backend: &Backend,
    payer: &impl Buys,
    id: PaymentId,
) -> Result<Option<(Payment, Purse)>, Internal> {
    let mut tx = backend.begin(payer).await?;
    let Some(payment) = store::payment(&mut tx, payer.reseller(), id).await? else {
        return Ok(None);
    };
    let purse = balance(&mut tx, payer, payment.amount.currency(), backend.now()).await?;
    tx.commit().await?;
    Ok(purse
        .filter(|purse| purse.id == payment.wallet)
        .map(|purse| (payment, purse)))
}

/// The latest payments into the payer's wallet.
pub async fn recent(
    backend: &Backend,
    payer: &impl Buys,
    currency: Currency,
) -> Result<Vec<PaymentRow>, Internal> {
    let mut tx = backend.begin(payer).await?;
    let rows = match balance(&mut tx, payer, currency, backend.now()).await? {
        Some(purse) => store::recent(&mut tx, payer.reseller(), purse.id, RECENT_MAX).await?,
        None => vec![],
    };
    tx.commit().await?;
    Ok(rows)
}
