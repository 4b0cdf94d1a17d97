//! A reseller asks for its money: everything that is payable.

use super::{destination::Destination, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{
        ids::{PayoutId, ResellerId},
        money::Money,
    },
};

/// A wish to be paid.
#[derive(Debug, Clone, Copy)]
pub struct RequestPayout<'a> {
    /// Makes it happen once.
    pub key: &'a str,
    pub destination: &'a Destination,
}

/// Why no payout was made.
#[derive(Debug, thiserror::Error)]
pub enum RequestPayoutError {
    #[error("{payable} is payable; the smallest payout is {minimum}")]
    BelowMinimum { payable: Money, minimum: Money },
    /// The key belongs to a payout to another account.
    #[error("this key was used for another payout")]
    KeyReused,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RequestPayoutError);

/// Puts every payable row into one payout that waits for an operator. Of two requests at once the second finds nothing
/// left; the same key again returns the first payout.
pub async fn request_payout(
    backend: &Backend,
    scope: &impl Manages,
    request: RequestPayout<'_>,
) -> Result<PayoutId, RequestPayoutError> {
    let now = backend.now();
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    store::lock(&mut tx, reseller).await?;
    if let Some((id, sealed)) = store::payout_of_key(&mut tx, reseller, request.key).await? {
        tx.commit().await?;
        return if open(backend, reseller, id, &sealed)? == *request.destination {
            Ok(id)
        } else {
            Err(RequestPayoutError::KeyReused)
        };
    }
    let (rows, payable) = store::take_payable(&mut tx, reseller, now).await?;
    let minimum = store::payout_minimum(&mut tx, reseller).await?;
    if !payable.is_positive() || payable.minus(minimum)?.is_negative() {
        return Err(RequestPayoutError::BelowMinimum { payable, minimum });
    }
    let id = PayoutId::new();
    let new = store::NewPayout {
        id,
        key: request.key,
        amount: payable,
        sealed: seal(backend, reseller, id, request.destination)?,
        hint: request.destination.hint(),
        requested_by: scope.actor(),
        now,
    };
    store::insert_payout(&mut tx, reseller, &new).await?;
    store::assign(&mut tx, reseller, id, &rows).await?;
    let audit = Audit {
        action: "payout.requested",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "amount": payable, "to": new.hint })),
        ..Audit::default()
    };
    record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}

/// What the seal is bound to, beside the reseller and the payout.
const COLUMN: &str = "payouts.destination";

fn seal(
    backend: &Backend,
    reseller: ResellerId,
    id: PayoutId,
    destination: &Destination,
) -> Result<Vec<u8>, Internal> {
    let text = serde_json::to_vec(destination)?;
    Ok(backend.seal.close(reseller, COLUMN, &id.to_string(), &text)?)
}

/// The account a payout goes to.
pub(super) fn open(
    backend: &Backend,
    reseller: ResellerId,
    id: PayoutId,
    sealed: &[u8],
) -> Result<Destination, Internal> {
    let text = backend.seal.open(reseller, COLUMN, &id.to_string(), sealed)?;
    Ok(serde_json::from_slice(&text)?)
}
