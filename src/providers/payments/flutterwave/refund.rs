//! What Flutterwave says of money given back.
//!
//! A refund is made by `POST /transactions/{id}/refund`, without an idempotency key. Assumed: `GET /refunds?id=` lists
//! those of one transaction and repeats the `comments` we sent; other people's integrations use the list, and no
//! document of v3 describes its rows.

use super::wire::Refund;
use crate::{
    providers::{
        ProviderError, Refusal,
        payments::{MadeRefund, RefundRequest},
    },
    shared::money::Money,
};

/// Reads the answer to the request. "completed" means taken from our balance at Flutterwave and on its way.
pub fn made(refund: Refund, request: &RefundRequest) -> Result<MadeRefund, ProviderError> {
    if is_failed(&refund) {
        return Err(ProviderError::Refused(Refusal::Other {
            code: "refund_failed".into(),
            detail: format!("refund {} is {}", refund.id.as_str(), refund.status),
        }));
    }
    if !is_of(&refund, request) {
        return Err(ProviderError::unknown(
            "the refund is of another payment or amount than was asked",
        ));
    }
    Ok(MadeRefund {
        provider_id: refund.id.as_str().to_owned(),
    })
}

/// Finds ours among those of its payment. One that failed afterwards is not a clear answer.
pub fn find(listed: Vec<Refund>, request: &RefundRequest) -> Result<Option<MadeRefund>, ProviderError> {
    let ours = listed
        .into_iter()
        .find(|refund| refund.comments.as_deref() == Some(request.reference.as_str()));
    let Some(refund) = ours else { return Ok(None) };
    if is_failed(&refund) || !is_of(&refund, request) {
        return Err(ProviderError::unknown(format!(
            "refund {} is {}",
            refund.id.as_str(),
            refund.status
        )));
    }
    Ok(Some(MadeRefund {
        provider_id: refund.id.as_str().to_owned(),
    }))
}

fn is_failed(refund: &Refund) -> bool {
    refund.status == "failed"
}

fn is_of(refund: &Refund, request: &RefundRequest) -> bool {
    let amount = refund
        .amount_refunded
        .decimal()
        .and_then(|amount| Money::from_decimal(amount, request.amount.currency()).ok());
    refund.tx_id.as_str() == request.payment && amount == Some(request.amount)
}
