//! A thing the provider sold for an order that has ended finds an owner after all: an order of its own, at the price of
//! the first one, delivered in the same transaction.

use chrono::TimeDelta;

use super::{
    place::Payer,
    sale,
    settle::{Delivery, deliver},
    store::{self, NewOrder, NewQuote},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        numbers::add::AddError,
        promotions,
        scope::{Buys, OperatorFor, Scope, System},
        wallet::{
            self, Charge, Purpose,
            grant::{Bucket, Funder, Grant},
            hold::HoldError,
            open::{Owner, open},
        },
    },
    shared::{
        ids::{OrderId, QuoteId},
        money::{Money, PositiveMoney},
        order::OrderStatus,
    },
};

/// What to give to the customer the scope acts for.
#[derive(Debug, Clone)]
pub struct Adopt {
    /// The order it was bought for.
    pub bought_for: OrderId,
    pub delivery: Delivery,
    /// True: the customer pays the price of that order. False: the platform does, by a credit that this order spends.
    pub is_charged: bool,
    /// Makes the credit happen once.
    pub key: String,
}

/// Why it was not given. Nothing was held or charged.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// No such order at this reseller.
    #[error("no such order")]
    NoOrder,
    /// Not a customer of the shop that ordered it, or their account is closed.
    #[error("no such customer at this shop")]
    NoCustomer,
    /// It is still in flight: finish it instead.
    #[error("the order is still in flight")]
    InFlight,
    /// Somebody here holds it.
    #[error("it has an owner here already")]
    AlreadyHeld,
    #[error("the customer lacks {missing}")]
    Insufficient { missing: Money },
    /// The customer's wallet is frozen, or the shop's float is used up.
    #[error("the money cannot be set aside: {0}")]
    NoMoney(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AdoptError);

/// Makes the order and delivers it, or does nothing at all.
pub async fn adopt(backend: &Backend, buyer: &OperatorFor, wish: &Adopt) -> Result<OrderId, AdoptError> {
    let mut tx = backend.begin(buyer).await?;
    let order = order(&mut tx, backend, buyer, wish).await?;
    tx.commit().await?;
    metrics::counter!("orders_total", "outcome" => "adopted").increment(1);
    tracing::warn!(reseller_id = %buyer.reseller(), order_id = %order, "a thing without an owner was adopted");
    Ok(order)
}

async fn order(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &OperatorFor,
    wish: &Adopt,
) -> Result<OrderId, AdoptError> {
    let now = backend.now();
    let reseller = buyer.reseller();
    let first = store::lock_order(tx, reseller, wish.bought_for)
        .await?
        .ok_or(AdoptError::NoOrder)?;
    if matches!(
        first.state,
        OrderStatus::Held | OrderStatus::Submitted | OrderStatus::Unknown
    ) {
        return Err(AdoptError::InFlight);
    }
    if !store::is_customer(tx, buyer).await? {
        return Err(AdoptError::NoCustomer);
    }
    let subject = format!("adopted:{}", wish.key);
    let new = NewQuote {
        id: QuoteId::new(),
        subject: &subject,
        item: &first.item,
        stack: &first.stack,
        losing: &[],
        now,
        expires_at: now,
    };
    let quote = store::insert_quote(tx, buyer, &new).await?;
    if !wish.is_charged {
        credit(tx, buyer, now, first.stack.charged, &wish.key).await?;
    }
    let owner = Owner::Customer(buyer.user());
    let id = OrderId::new();
    let new = NewOrder {
        id,
        wallet: open(tx, buyer, now, owner, first.stack.charged.currency()).await?,
        payer: Payer::Customer,
        quote: &quote,
        max_price: first.stack.charged,
        settlement_mode: first.settlement_mode,
        now,
    };
    store::insert_order(tx, buyer, &new).await?;
    if let Some(promotion) = &first.stack.promotion {
        promotions::adopt(tx, buyer, now, id, promotion, first.stack.discount).await?;
    }
    let mut charges = vec![Charge {
        owner,
        amount: positive(first.stack.charged)?,
    }];
    if let Some(amount) = sale::float_share(Payer::Customer, first.settlement_mode, &first.stack)? {
        charges.push(Charge {
            owner: Owner::ResellerFloat,
            amount: positive(amount)?,
        });
    }
    match wallet::hold(tx, buyer, now, Purpose::Order(id), &charges).await {
        Ok(()) => {}
        Err(HoldError::Insufficient {
            owner: short,
            missing,
        }) if short == owner => return Err(AdoptError::Insufficient { missing }),
        Err(HoldError::Internal(error)) => return Err(AdoptError::Internal(error)),
        Err(other) => return Err(AdoptError::NoMoney(other.to_string())),
    }
    store::submit(tx, reseller, id, "Found at the provider.", now).await?;
    let placed = store::lock_order(tx, reseller, id)
        .await?
        .ok_or_else(|| Internal::broken("an order vanished"))?;
    let system = System::of(reseller, "adopted");
    match deliver(tx, backend, &system, &placed, wish.delivery.clone()).await {
        Ok(()) => Ok(id),
        Err(AddError::AlreadyHeld) => Err(AdoptError::AlreadyHeld),
        Err(AddError::Internal(error)) => Err(AdoptError::Internal(error)),
    }
}

/// The price as a credit of the platform's that ends at once, so that this order burns it before anything else.
async fn credit(
    tx: &mut Tx,
    buyer: &OperatorFor,
    now: chrono::DateTime<chrono::Utc>,
    amount: Money,
    key: &str,
) -> Result<(), AdoptError> {
    let gift = Grant {
        owner: Owner::Customer(buyer.user()),
        bucket: Bucket::Bonus,
        amount: positive(amount)?,
        funder: Funder::Platform,
        expires_at: now + TimeDelta::seconds(1),
        key: format!("adopted:{key}"),
        description: "With our compliments".into(),
    };
    wallet::grant(tx, buyer, now, &gift)
        .await
        .map_err(|error| Internal::broken(format!("credit for an adopted thing: {error}")))?;
    Ok(())
}

fn positive(amount: Money) -> Result<PositiveMoney, Internal> {
    PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a price that is not above zero"))
}
