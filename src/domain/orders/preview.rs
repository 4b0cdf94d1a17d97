//! What an order would cost and whether it would be paid, without writing anything.

use super::{
    buy::{Buy, BuyError, check_organization},
    company,
    item::Item,
    limits,
    place::{self, PlaceError, SaleKind},
    quote::{self, Price},
    sale,
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        accounts,
        scope::Buys,
        wallet::{balance::purse, open::Owner},
    },
    shared::{ids::QuoteId, money::Money, price::PriceStack},
};

/// An order that was not placed.
#[derive(Debug)]
pub struct Preview {
    pub item: Item,
    pub stack: PriceStack,
    /// What the payer can spend.
    pub available: Money,
    /// What the payer lacks; `None` when it is covered.
    pub missing: Option<Money>,
    /// Why it would be refused until somebody of the company approves it.
    pub needs_approval: Option<PlaceError>,
    /// What the reseller's float would pay beside the payer.
    pub float_share: Option<Money>,
    /// What the float lacks for that.
    pub float_missing: Option<Money>,
}

/// Validates and prices the wish exactly as `buy` would. Refused for the same reasons, except that a lack of money or of
/// an approval is part of the answer.
pub async fn preview(backend: &Backend, buyer: &impl Buys, request: &Buy) -> Result<Preview, BuyError> {
    let offers = request
        .wish
        .offers(backend, buyer)
        .await
        .map_err(BuyError::Quote)?;
    let mut tx = backend.begin(buyer).await?;
    check_organization(&mut tx, buyer, request.payer).await?;
    let Price { item, stack, .. } = quote::price(&mut tx, backend, buyer, request, offers)
        .await
        .map_err(BuyError::Quote)?;
    let facts = accounts::standing(&mut tx, buyer).await?;
    let max_price = request.max_price.unwrap_or(stack.charged);
    place::allow(&facts, &item, SaleKind::New, stack.charged, max_price).map_err(BuyError::Place)?;
    limits::check(&mut tx, buyer, &item, stack.charged, backend.now())
        .await
        .map_err(BuyError::Place)?;
    let paid_by = (request.payer, QuoteId::new());
    let allowed = company::allow(&mut tx, buyer, paid_by, &item, stack.charged, backend.now()).await;
    let needs_approval = match allowed {
        Ok(_) => None,
        Err(refused) if company::can_be_approved(&refused) => Some(refused),
        Err(refused) => return Err(BuyError::Place(refused)),
    };
    let float_share = sale::float_share(request.payer, facts.settlement_mode, &stack)?;
    let (available, missing) =
        cover(&mut tx, backend, buyer, request.payer.owner(buyer), stack.charged).await?;
    let float_missing = match float_share {
        Some(share) => {
            cover(&mut tx, backend, buyer, Owner::ResellerFloat, share)
                .await?
                .1
        }
        None => None,
    };
    tx.commit().await?;
    Ok(Preview {
        item,
        stack,
        available,
        missing,
        needs_approval,
        float_share,
        float_missing,
    })
}

/// What the owner can spend, and what it lacks for this amount.
async fn cover(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    owner: Owner,
    amount: Money,
) -> Result<(Money, Option<Money>), BuyError> {
    let available = match purse(tx, buyer, owner, amount.currency(), backend.now()).await? {
        Some(purse) => purse.available()?,
        None => Money::zero(amount.currency()),
    };
    let missing = amount.minus(available)?;
    Ok((available, missing.is_positive().then_some(missing)))
}
