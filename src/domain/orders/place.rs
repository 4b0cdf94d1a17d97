//! Step 1 of a purchase: policy, price, hold, order and the job that finishes it, in one transaction.

use chrono::TimeDelta;

use super::{
    advance::advance,
    company,
    item::Item,
    limits,
    quote::{FLOAT, is_sold},
    sale,
    store::{self, NewOrder},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        accounts::{self, Standing},
        budgets,
        error::{Internal, with_internal},
        promotions::{self, PromoError},
        queue::{Job, enqueue},
        scope::{Buys, System},
        settlement,
        supply::{self, Closed},
        wallet::{
            self, Charge, Purpose,
            hold::HoldError,
            open::{Owner, open},
        },
    },
    shared::{
        budget::Shortfall,
        ids::{OrderId, OrganizationId, QuoteId},
        money::{Money, PositiveMoney},
        policy::Breach,
        shop_set_up::ShopStatus,
    },
};

/// The page finishes an order itself; the job looks after it when the page's process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);

/// Who pays for an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payer {
    /// The customer's own wallet, at the retail price; by the shop's settlement mode the float pays beside it.
    Customer,
    /// A company's wallet, likewise.
    Organization(OrganizationId),
    /// The reseller's float alone, at the platform price: its own system has the customer's money.
    Float,
}

impl Payer {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Organization(_) => "organization",
            Self::Float => "float",
        }
    }

    pub(super) fn owner(self, buyer: &impl Buys) -> Owner {
        match self {
            Self::Customer => Owner::Customer(buyer.user()),
            Self::Organization(organization) => Owner::Organization(organization),
            Self::Float => Owner::ResellerFloat,
        }
    }
}

/// What an order is to a shop whose float runs out: new sales stop first, so that what was sold can be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaleKind {
    New,
    Renewal,
}

/// A confirmed wish.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub quote: QuoteId,
    pub payer: Payer,
    pub kind: SaleKind,
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
    /// A dispute is open about the buyer's money.
    #[error("the wallet is frozen")]
    Frozen,
    /// The mailed link has not been followed yet.
    #[error("the e-mail address is not verified")]
    NotVerified,
    /// The country's law wants an address first.
    #[error("an address is required")]
    AddressRequired,
    /// The country's law wants documents, which cannot be given here.
    #[error("documents are required")]
    DocumentsRequired,
    /// The shop stopped selling it.
    #[error("the shop sells it no more")]
    NotSold,
    /// The promotion code was used up or paused since the price was shown.
    #[error(transparent)]
    Promo(PromoError),
    /// No new sales of this vendor at the moment.
    #[error(transparent)]
    Closed(Closed),
    /// The shop is on trial: only its own staff can buy.
    #[error("the shop is not open yet")]
    NotOpenYet,
    /// The shop is suspended, or its float at the platform is used up.
    #[error("the shop cannot sell at the moment")]
    ShopClosed,
    /// The policy of the company that pays.
    #[error(transparent)]
    Policy(Breach),
    /// A hard budget of the company that pays.
    #[error(transparent)]
    Budget(Shortfall),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PlaceError);

/// Buys what the quote is for and returns its order, whatever became of it: the order's page tells. The same quote
/// again returns the same order and moves nothing.
pub async fn place(backend: &Backend, buyer: &impl Buys, request: Place) -> Result<OrderId, PlaceError> {
    let mut tx = backend.begin(buyer).await?;
    if let Some(order) = store::order_of_quote(&mut tx, buyer, request.quote).await? {
        tx.commit().await?;
        return Ok(order);
    }
    let Some(order) = hold(&mut tx, backend, buyer, request).await? else {
        // Another click got in between; its order is ours too.
        let order = store::order_of_quote(&mut tx, buyer, request.quote).await?;
        tx.commit().await?;
        return order.ok_or(PlaceError::NotFound);
    };
    tx.commit().await?;
    finish(backend, buyer, order).await?;
    Ok(order)
}

/// Takes a placed order as far as it goes now. It finishes even if this process dies. In a task of its own, so that a
/// browser that goes away does not stop it half-way either.
pub(super) async fn finish(backend: &Backend, buyer: &impl Buys, order: OrderId) -> Result<(), Internal> {
    let (backend, system) = (backend.clone(), System::of(buyer.reseller(), "page"));
    let finished = tokio::spawn(async move { advance(&backend, &system, order).await });
    if let Err(error) = finished.await? {
        tracing::error!(order_id = %order, %error, "the page could not finish an order; its job will");
    }
    Ok(())
}

/// What the law and the shop ask before anything is sold.
pub(super) fn allow(
    buyer: &Standing,
    item: &Item,
    kind: SaleKind,
    charged: Money,
    max_price: Money,
) -> Result<(), PlaceError> {
    if kind == SaleKind::New {
        allow_shop(buyer)?;
    }
    if charged.minus(max_price)?.is_positive() {
        return Err(PlaceError::PriceMoved { now: charged });
    }
    if !buyer.is_verified {
        return Err(PlaceError::NotVerified);
    }
    if item.needs_documents() {
        return Err(PlaceError::DocumentsRequired);
    }
    if item.needs_address() {
        return Err(PlaceError::AddressRequired);
    }
    Ok(())
}

/// Whether the shop sells to this buyer. Renewals of what was sold before are not asked: nobody is stranded.
pub(super) fn allow_shop(buyer: &Standing) -> Result<(), PlaceError> {
    match buyer.shop {
        ShopStatus::Active => Ok(()),
        ShopStatus::Trial if buyer.is_staff => Ok(()),
        ShopStatus::Trial => Err(PlaceError::NotOpenYet),
        ShopStatus::Suspended => Err(PlaceError::ShopClosed),
    }
}

/// Sets the money aside and writes the order, in the caller's transaction. `None` when another transaction used the
/// quote first.
pub(super) async fn hold(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    request: Place,
) -> Result<Option<OrderId>, PlaceError> {
    let now = backend.now();
    // A price for the float is not one for a customer, nor the reverse.
    let quote = store::quote(tx, buyer, request.quote)
        .await?
        .filter(|quote| quote.subject.starts_with(FLOAT) == (request.payer == Payer::Float))
        .ok_or(PlaceError::NotFound)?;
    let buyer_facts = accounts::standing(tx, buyer).await?;
    let charged = quote.stack.charged;
    if quote.expires_at <= now {
        return Err(PlaceError::Expired);
    }
    allow(
        &buyer_facts,
        &quote.item,
        request.kind,
        charged,
        request.max_price,
    )?;
    if request.kind == SaleKind::New
        && let Some(closed) = supply::closed(tx, backend, quote.item.provider()).await?
    {
        return Err(PlaceError::Closed(closed));
    }

    // Who owns it keeps it, so a renewal is sold whatever the catalogue says.
    if request.kind == SaleKind::New && !is_sold(tx, buyer, &quote.item).await? {
        return Err(PlaceError::NotSold);
    }
    if request.kind == SaleKind::New {
        limits::check(tx, buyer, &quote.item, charged, now).await?;
    }

    let paid_by = (request.payer, request.quote);
    let counted = company::allow(tx, buyer, paid_by, &quote.item, charged, now).await?;

    let float_share = sale::float_share(request.payer, buyer_facts.settlement_mode, &quote.stack)?;
    let takes_float = request.payer == Payer::Float || float_share.is_some();
    if request.kind == SaleKind::New
        && takes_float
        && settlement::is_paused(tx, buyer, charged.currency()).await?
    {
        return Err(PlaceError::ShopClosed);
    }

    let owner = request.payer.owner(buyer);
    let wallet = open(tx, buyer, now, owner, charged.currency()).await?;
    let order = OrderId::new();
    let new = NewOrder {
        id: order,
        wallet,
        payer: request.payer,
        quote: &quote,
        max_price: request.max_price,
        settlement_mode: buyer_facts.settlement_mode,
        now,
    };
    if !store::insert_order(tx, buyer, &new).await? {
        return Ok(None);
    }
    if let (Some(counted), Payer::Organization(organization)) = (&counted, request.payer) {
        budgets::warn(tx, backend, buyer, organization, counted, charged).await?;
    }
    if let Some(promotion) = &quote.stack.promotion {
        promotions::hold(tx, buyer, now, order, promotion, quote.stack.discount)
            .await
            .map_err(|error| match error {
                PromoError::Internal(error) => PlaceError::Internal(error),
                refused => PlaceError::Promo(refused),
            })?;
    }
    let mut charges = vec![Charge {
        owner,
        amount: positive(charged)?,
    }];
    if let Some(amount) = float_share {
        charges.push(Charge {
            owner: Owner::ResellerFloat,
            amount: positive(amount)?,
        });
    }
    match wallet::hold(tx, buyer, now, Purpose::Order(order), &charges).await {
        Ok(()) => {}
        Err(HoldError::Insufficient {
            owner: short,
            missing,
        }) if short == owner => {
            return Err(PlaceError::Insufficient { missing });
        }
        Err(HoldError::Insufficient { .. }) => return Err(PlaceError::ShopClosed),
        Err(HoldError::Frozen) => return Err(PlaceError::Frozen),
        Err(HoldError::Internal(error)) => return Err(PlaceError::Internal(error)),
    }
    let job = Job::AdvanceOrder {
        reseller: buyer.reseller(),
        order,
    };
    enqueue(tx, &job, now + JOB_LOOKS_AFTER).await?;
    Ok(Some(order))
}

fn positive(amount: Money) -> Result<PositiveMoney, Internal> {
    PositiveMoney::new(amount).ok_or_else(|| Internal::broken("a price that is not above zero"))
}
