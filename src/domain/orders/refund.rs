//! Gives back what an order took, in whole or in part: every party's share of the captured sale, the other way round.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::{
    place::Payer,
    reversal::{Leg, reversal},
    store::{self, NewRefund, Refundable},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        metering,
        notices::{self, Notice},
        promotions,
        scope::{Manages, actor_uuid},
        settlement,
        wallet::{
            self,
            hold::HoldError,
            open::Owner,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
        webhooks::{self, Event},
        withdrawals::{
            self,
            open::Open,
            sources::{NoSource, Sources},
            state::Cause,
        },
    },
    shared::{
        ids::{OrderId, RefundId},
        money::Money,
        order::OrderStatus,
    },
};

/// Longest reason, in characters.
const REASON_MAX: usize = 500;
/// Longest key, in bytes.
const KEY_MAX: usize = 100;

/// Where refunded cash ends up. Credit always goes back to its credit, and the float's money to the float.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destination {
    /// Spendable at once.
    Wallet,
    /// On from the wallet to the cards it came by, if the gateway takes it.
    Source,
}

impl Destination {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Source => "source",
        }
    }
}

/// Money to give back.
#[derive(Debug, Clone)]
pub struct Refund {
    pub order: OrderId,
    /// `None`: all that is left.
    pub amount: Option<Money>,
    pub destination: Destination,
    /// What the customer reads (1–500 characters).
    pub reason: String,
    /// Makes it happen once (1–100 ASCII characters).
    pub key: String,
}

/// A refund that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refunded {
    pub id: RefundId,
    pub amount: Money,
    /// It was made by an earlier request with this key.
    pub is_replay: bool,
}

/// Why nothing was given back. Nothing has moved in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    #[error("no such order")]
    NotFound,
    /// Only what was captured can be given back.
    #[error("nothing was charged for this order")]
    NotCharged,
    #[error("only {left} is left to refund")]
    TooMuch { left: Money },
    #[error("not an amount above zero in the order's currency")]
    Amount,
    #[error("a reason of 1 to 500 characters is needed")]
    Reason,
    #[error("a key of 1 to 100 ASCII characters is needed")]
    Key,
    #[error("this key was used for another refund")]
    KeyReused,
    /// Paid with credit or from the float: there is no cash of the customer's that could leave.
    #[error("it was not paid with money that can be paid out")]
    NotPayable,
    #[error(transparent)]
    NoSource(NoSource),
    /// The money is disputed, or set aside for something in flight.
    #[error("the wallet's money cannot leave at the moment")]
    Frozen,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RefundError);

/// Refunds the order. The same key again gives the first result and moves nothing. What was bought stays the
/// customer's.
pub async fn refund(
    backend: &Backend,
    scope: &impl Manages,
    request: Refund,
) -> Result<Refunded, RefundError> {
    if request.reason.trim().is_empty() || request.reason.chars().count() > REASON_MAX {
        return Err(RefundError::Reason);
    }
    if request.key.is_empty() || request.key.len() > KEY_MAX || !request.key.is_ascii() {
        return Err(RefundError::Key);
    }
    let reseller = scope.reseller();
    let fingerprint = fingerprint(&request);
    let mut tx = backend.begin(scope).await?;
    let order = store::lock_refundable(&mut tx, reseller, request.order)
        .await?
        .ok_or(RefundError::NotFound)?;
    if let Some(earlier) = store::refund_by_key(&mut tx, reseller, &request.key).await? {
        tx.commit().await?;
        return if earlier.fingerprint == fingerprint {
            Ok(Refunded {
                id: earlier.id,
                amount: earlier.amount,
                is_replay: true,
            })
        } else {
            Err(RefundError::KeyReused)
        };
    }
    let amount = allowed(&order, request.amount)?;
    let legs = store::legs(
        &mut tx,
        reseller,
        request.order,
        order.payer,
        order.charged.currency(),
    )
    .await?;
    let moves = reversal(&legs, order.charged, order.refunded, amount)?;
    let id = RefundId::new();
    let now = backend.now();
    // Codes and payments are locked before wallets, as everywhere else.
    if order.refunded.plus(amount)? == order.charged {
        promotions::release(&mut tx, scope, now, request.order).await?;
    }
    let way_out = match request.destination {
        Destination::Wallet => None,
        Destination::Source => Some(way_out(&mut tx, backend, scope, &order, &moves, id).await?),
    };
    let posted = post(&mut tx, scope, now, &request, &order, &moves).await?;
    let new = NewRefund {
        id,
        order: request.order,
        key: &request.key,
        fingerprint: &fingerprint,
        amount,
        destination: request.destination.as_str(),
        reason: &request.reason,
        transfer: posted.id,
        actor: actor_uuid(scope),
        now,
    };
    if !store::insert_refund(&mut tx, reseller, &new).await? {
        return Err(RefundError::KeyReused);
    }
    if let Some(open) = &way_out {
        withdrawals::open(&mut tx, scope, now, open)
            .await
            .map_err(|error| match error {
                HoldError::Frozen | HoldError::Insufficient { .. } => RefundError::Frozen,
                HoldError::Internal(error) => RefundError::Internal(error),
            })?;
    }
    tell(&mut tx, backend, scope, &request, &order, amount, &moves).await?;
    let event = Event::OrderRefunded {
        order: request.order,
        customer: order.owner,
        refund: id,
        amount,
        reason: request.reason.clone(),
    };
    webhooks::emit(&mut tx, scope, now, &event).await?;
    tx.commit().await?;
    metrics::counter!("refunds_total", "destination" => request.destination.as_str()).increment(1);
    tracing::info!(reseller_id = %reseller, order_id = %request.order, refund_id = %id, "order refunded");
    Ok(Refunded {
        id,
        amount,
        is_replay: false,
    })
}

/// SHA-256 of what was asked.
fn fingerprint(request: &Refund) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(request.order.uuid().as_bytes());
    match request.amount {
        None => hash.update([0]),
        Some(amount) => {
            hash.update([1]);
            hash.update(amount.micros().to_be_bytes());
            hash.update(amount.currency().code());
        }
    }
    hash.update(request.destination.as_str());
    hash.update([0]);
    hash.update(&request.reason);
    hash.finalize().to_vec()
}

/// The amount to refund, if the order has as much left.
fn allowed(order: &Refundable, wanted: Option<Money>) -> Result<Money, RefundError> {
    if !matches!(order.state, OrderStatus::Fulfilled | OrderStatus::Refunded) {
        return Err(RefundError::NotCharged);
    }
    let left = order.charged.minus(order.refunded)?;
    let amount = wanted.unwrap_or(left);
    if amount.currency() != left.currency() || amount.is_negative() {
        return Err(RefundError::Amount);
    }
    if left.is_zero() || left.minus(amount)?.is_negative() {
        return Err(RefundError::TooMuch { left });
    }
    if amount.is_zero() {
        return Err(RefundError::Amount);
    }
    Ok(amount)
}

/// Which payments take the refund's cash back.
async fn way_out(
    tx: &mut Tx,
    backend: &Backend,
    scope: &impl Manages,
    order: &Refundable,
    moves: &[(Leg, Money)],
    refund: RefundId,
) -> Result<Open, RefundError> {
    let owner = match order.payer {
        Payer::Customer => Owner::Customer(order.owner),
        Payer::Organization(organization) => Owner::Organization(organization),
        Payer::Float => return Err(RefundError::NotPayable),
    };
    let cash = cash(moves, order)?;
    if !cash.is_positive() {
        return Err(RefundError::NotPayable);
    }
    let sources: Sources = withdrawals::sources(tx, backend, scope, order.wallet, cash.currency()).await?;
    let parts = sources
        .divide(cash.round_down_to_minor()?)
        .map_err(RefundError::NoSource)?;
    Ok(Open {
        owner,
        wallet: order.wallet,
        cause: Cause::Refund(refund),
        parts,
    })
}

/// What comes back as cash.
fn cash(moves: &[(Leg, Money)], order: &Refundable) -> Result<Money, Internal> {
    let cash = moves.iter().filter(|(leg, _)| leg.is_payers && !leg.is_credit);
    Ok(cash
        .map(|(_, step)| *step)
        .try_fold(Money::zero(order.charged.currency()), Money::plus)?)
}

async fn post(
    tx: &mut Tx,
    scope: &impl Manages,
    now: DateTime<Utc>,
    request: &Refund,
    order: &Refundable,
    moves: &[(Leg, Money)],
) -> Result<wallet::post::Posted, RefundError> {
    let reference = Reference {
        kind: "order",
        id: request.order.uuid(),
    };
    let transfer = Transfer::new(
        format!("refund:{}:{}", request.order, request.key),
        TransferKind::Refund,
        format!("Refund: {}", order.item.title()),
        reference,
        moves.iter().map(|(leg, step)| (leg.account, *step)).collect(),
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    let posted = wallet::post(tx, scope, now, &transfer)
        .await
        .map_err(|error| Internal::broken(format!("refund of {}: {error}", request.order)))?;
    let mut taken = Money::zero(order.charged.currency());
    for (_, step) in moves
        .iter()
        .filter(|(leg, _)| leg.account == Account::ResellerEarnings)
    {
        taken = taken.minus(*step)?;
    }
    settlement::claw_back(tx, scope, now, request.order, posted.id, taken).await?;
    metering::log(tx, scope, posted.id).await?;
    Ok(posted)
}

/// The order's timeline, the customer's mail and the audit log.
async fn tell(
    tx: &mut Tx,
    backend: &Backend,
    scope: &impl Manages,
    request: &Refund,
    order: &Refundable,
    amount: Money,
    moves: &[(Leg, Money)],
) -> Result<(), Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let whereto = match (request.destination, order.payer) {
        (Destination::Source, _) => {
            let sent = cash(moves, order)?.round_down_to_minor()?;
            format!("{sent} of it is on its way to your card; that may take days.")
        }
        (Destination::Wallet, Payer::Float) => "It is back where it was paid from.".to_owned(),
        (Destination::Wallet, _) => "It is back in your balance.".to_owned(),
    };
    let detail = format!("{} {whereto}", request.reason);
    store::event(
        tx,
        reseller,
        request.order,
        now,
        "refunded",
        &detail,
        Some(amount),
    )
    .await?;
    let notice = |link| Notice::OrderRefunded {
        what: order.item.title(),
        amount,
        reason: request.reason.clone(),
        whereto,
        link,
    };
    let path = format!("/account/orders/{}", request.order);
    notices::to_user::to_user(tx, backend, reseller, order.owner, &path, notice).await?;
    let audit = Audit {
        action: "order.refunded",
        entity: request.order.to_string(),
        before: Some(serde_json::json!({ "refunded": order.refunded })),
        after: Some(serde_json::json!({
            "refunded": order.refunded.plus(amount)?,
            "destination": request.destination.as_str(),
            "reason": request.reason,
        })),
        ..Audit::default()
    };
    audit::record(tx, scope, now, audit).await?;
    Ok(())
}
