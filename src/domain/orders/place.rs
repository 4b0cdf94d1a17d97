//! Step 1 of a purchase: policy, price, hold, order and the job that finishes it, in one transaction.

use chrono::TimeDelta;

use super::{
    advance::advance,
    sale,
    store::{self, NewOrder},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::{Customer, Scope, System},
        wallet::{
            self,
            hold::{Hold, HoldError},
            open::{Owner, open},
        },
    },
    shared::{
        ids::{OrderId, QuoteId},
        money::{Money, PositiveMoney},
    },
};

/// The page finishes an order itself; the job looks after it when the page's process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);

/// A confirmed wish.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub quote: QuoteId,
    /// The price the customer saw; a dearer one is refused.
    pub max_price: Money,
}

/// Why nothing was bought. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Not this customer's quote.
    #[error("no such quote")]
    NotFound,
    /// The price is older than its fifteen minutes.
    #[error("the quote has expired")]
    Expired,
    #[error("the price is {now} now")]
    PriceMoved { now: Money },
    #[error("the wallet lacks {missing}")]
    Insufficient { missing: Money },
    /// The mailed link has not been followed yet.
    #[error("the e-mail address is not verified")]
    NotVerified,
    /// The country's law wants an address first.
    #[error("an address is required")]
    AddressRequired,
    /// The shop is suspended, or its float at the platform is used up.
    #[error("the shop cannot sell at the moment")]
    ShopClosed,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PlaceError);

/// Buys what the quote is for and returns its order, whatever became of it: the order's page tells. The same quote
/// again returns the same order and moves nothing.
pub async fn place(backend: &Backend, customer: &Customer, request: Place) -> Result<OrderId, PlaceError> {
    let mut tx = backend.begin(customer).await?;
    if let Some(order) = store::order_of_quote(&mut tx, customer, request.quote).await? {
        tx.commit().await?;
        return Ok(order);
    }
    let Some(order) = hold(&mut tx, backend, customer, request).await? else {
        // Another click got in between; its order is ours too.
        let order = store::order_of_quote(&mut tx, customer, request.quote).await?;
        tx.commit().await?;
        return order.ok_or(PlaceError::NotFound);
    };
    tx.commit().await?;
    // From here on the order finishes even if this process dies. In a task of its own, so that a browser that goes
    // away does not stop it half-way either.
    let (backend, system) = (backend.clone(), System::of(customer.reseller(), "page"));
    let finished = tokio::spawn(async move { advance(&backend, &system, order).await });
    if let Err(error) = finished.await? {
        tracing::error!(order_id = %order, %error, "the page could not finish an order; its job will");
    }
    Ok(order)
}

/// `None` when another transaction used the quote first.
async fn hold(
    tx: &mut Tx,
    backend: &Backend,
    customer: &Customer,
    request: Place,
) -> Result<Option<OrderId>, PlaceError> {
    let now = backend.now();
    let quote = store::quote(tx, customer, request.quote)
        .await?
        .ok_or(PlaceError::NotFound)?;
    let buyer = store::buyer(tx, customer).await?;
    let charged = quote.stack.charged;
    if quote.expires_at <= now {
        return Err(PlaceError::Expired);
    }
    if charged.minus(request.max_price)?.is_positive() {
        return Err(PlaceError::PriceMoved { now: charged });
    }
    if !buyer.is_verified {
        return Err(PlaceError::NotVerified);
    }
    if buyer.is_shop_suspended {
        return Err(PlaceError::ShopClosed);
    }
    if quote.item.needs_address() {
        return Err(PlaceError::AddressRequired);
    }

    let wallet = open(
        tx,
        customer,
        now,
        Owner::Customer(customer.user()),
        charged.currency(),
    )
    .await?;
    let order = OrderId::new();
    let new = NewOrder {
        id: order,
        wallet,
        quote: &quote,
        settlement_mode: buyer.settlement_mode,
        now,
    };
    if !store::insert_order(tx, customer, &new).await? {
        return Ok(None);
    }
    let mut holds = vec![Hold {
        wallet,
        order,
        amount: positive(charged)?,
    }];
    if let Some(amount) = sale::float_share(buyer.settlement_mode, &quote.stack)? {
        let float = open(tx, customer, now, Owner::ResellerFloat, charged.currency()).await?;
        holds.push(Hold {
            wallet: float,
            order,
            amount: positive(amount)?,
        });
    }
    match wallet::hold(tx, customer, now, &holds).await {
        Ok(()) => {}
        Err(HoldError::Insufficient {
            wallet: short,
            missing,
        }) if short == wallet => {
            return Err(PlaceError::Insufficient { missing });
        }
        Err(HoldError::Insufficient { .. }) => return Err(PlaceError::ShopClosed),
        Err(HoldError::NoWallet) => return Err(Internal::broken("a wallet just opened is gone").into()),
        Err(HoldError::Internal(error)) => return Err(PlaceError::Internal(error)),
    }
    store::event(tx, customer.reseller(), order, now, "held", "", Some(charged)).await?;
    let job = Job::AdvanceOrder {
        reseller: customer.reseller(),
        order,
    };
    enqueue(tx, &job, now + JOB_LOOKS_AFTER).await?;
    Ok(Some(order))
}

fn positive(amount: Money) -> Result<PositiveMoney, Internal> {
    PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a price that is not above zero"))
}
