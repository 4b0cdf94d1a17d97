//! Quote and purchase in one step, for callers that show no page in between: the price stands only inside the
//! transaction that buys at it.

use super::{
    key_cap::key_cap,
    place::{self, Payer, Place, PlaceError, SaleKind},
    quote::{self, LIFETIME, Price, QuoteError, Wish},
    store::{self, NewQuote},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        numbers::market::Offer,
        organizations,
        scope::Buys,
    },
    shared::{
        ids::{OrderId, QuoteId},
        money::{Money, PositiveMoney},
    },
};

/// A wish with all that buying it takes.
#[derive(Debug, Clone)]
pub struct Buy {
    pub wish: Wish,
    pub payer: Payer,
    /// A dearer price is refused; in the shop's currency.
    pub max_price: Option<Money>,
    /// A promotion code; one that takes nothing off refuses the order.
    pub promo_code: Option<String>,
    /// What orders with the buyer's key may take in a calendar day (UTC), this one included.
    pub daily_cap: Option<PositiveMoney>,
}

/// Why nothing was bought. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum BuyError {
    #[error(transparent)]
    Quote(QuoteError),
    #[error(transparent)]
    Place(PlaceError),
    /// No company of this reseller.
    #[error("no such organization")]
    NoOrganization,
    /// The key has spent its day.
    #[error("the key may take {left} more today")]
    CapReached { left: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(BuyError);

/// Buys it and returns its order, whatever became of it. The same `id` again returns the same order and moves nothing,
/// also when the process died in between.
pub async fn buy(
    backend: &Backend,
    buyer: &impl Buys,
    id: QuoteId,
    request: &Buy,
) -> Result<OrderId, BuyError> {
    // A number that was bought is on offer no more, so its order is looked for before the vendor is asked.
    if matches!(request.wish, Wish::Number { .. }) {
        let mut tx = backend.begin(buyer).await?;
        let placed = store::order_of_quote(&mut tx, buyer, id).await?;
        tx.commit().await?;
        if let Some(order) = placed {
            place::finish(backend, buyer, order).await?;
            return Ok(order);
        }
    }
    let offers = request
        .wish
        .offers(backend, buyer)
        .await
        .map_err(BuyError::Quote)?;

    let mut tx = backend.begin(buyer).await?;
    store::lock_wish(&mut tx, buyer, &id.to_string()).await?;
    let placed = store::order_of_quote(&mut tx, buyer, id).await?;
    let order = match placed {
        Some(order) => order,
        None => {
            let max_price = quote_now(&mut tx, backend, buyer, id, request, offers).await?;
            let order = Place {
                quote: id,
                payer: request.payer,
                kind: SaleKind::New,
                max_price,
            };
            place::hold(&mut tx, backend, buyer, order)
                .await
                .map_err(BuyError::Place)?
                .ok_or_else(|| Internal::broken("a quote nobody else can see was used"))?
        }
    };
    tx.commit().await?;
    place::finish(backend, buyer, order).await?;
    Ok(order)
}

/// Writes the price down and returns what the order may cost.
async fn quote_now(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    id: QuoteId,
    request: &Buy,
    offers: Option<Vec<Offer>>,
) -> Result<Money, BuyError> {
    check_organization(tx, buyer, request.payer).await?;
    let Price { item, stack, losing } = quote::price(tx, backend, buyer, request, offers)
        .await
        .map_err(BuyError::Quote)?;
    let now = backend.now();
    if let (Some(cap), Some(key)) = (request.daily_cap, buyer.api_key()) {
        let left = key_cap(tx, buyer, key, cap, now).await?;
        if left.minus(stack.charged)?.is_negative() {
            return Err(BuyError::CapReached { left });
        }
    }
    let new = NewQuote {
        id,
        subject: &quote::coded(request.wish.subject(request.payer), request.promo_code.as_deref()),
        item: &item,
        stack: &stack,
        losing: &losing,
        now,
        expires_at: now + LIFETIME,
    };
    store::insert_quote(tx, buyer, &new).await?;
    Ok(request.max_price.unwrap_or(stack.charged))
}

pub(super) async fn check_organization(tx: &mut Tx, buyer: &impl Buys, payer: Payer) -> Result<(), BuyError> {
    if let Payer::Organization(organization) = payer
        && organizations::find(tx, buyer, organization).await?.is_none()
    {
        return Err(BuyError::NoOrganization);
    }
    Ok(())
}
