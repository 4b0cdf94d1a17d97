//! Fixes a price for fifteen minutes.
//!
//! A quote is bought once, so it is also what makes a double click, a second tab or a replayed form one order: as
//! long as an unused quote for the same wish lives, asking again gives the same one.

use chrono::TimeDelta;

use super::{
    item::Item,
    place::{Payer, PlaceError, allow_shop},
    store::{self, NewQuote},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        esims,
        numbers::{cost::costs, search},
        pricing,
        scope::Buys,
        wallet::balance::balance,
    },
    providers::{
        ProviderError,
        numbers::{AvailableNumber, NumberCost, NumberQuery},
    },
    shared::{
        ids::{PlanId, QuoteId},
        money::Money,
        number::NumberType,
        place::CountryCode,
        price::{PriceStack, QuoteView},
    },
};

/// How long a price stands.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);

/// What a customer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Exactly this number (E.164).
    Number {
        e164: String,
        country: CountryCode,
        kind: NumberType,
    },
    /// One eSIM with this plan.
    Plan(PlanId),
}

/// A number as the vendor offers it, with what it asks.
pub(super) type Offer = (AvailableNumber, NumberCost);

impl Wish {
    /// What two equal wishes share. The float pays another price for the same thing, so its wish is another one.
    pub(super) fn subject(&self, payer: Payer) -> String {
        let basis = if payer == Payer::Float { FLOAT } else { "" };
        match self {
            Self::Number { e164, .. } => format!("{basis}number:{e164}"),
            Self::Plan(plan) => format!("{basis}esim:{plan}"),
        }
    }

    /// What the vendor offers now; `None` for what the catalogue answers for. Asks the vendor: never inside a
    /// transaction.
    pub(super) async fn offer(&self, backend: &Backend) -> Result<Option<Offer>, QuoteError> {
        match self {
            Self::Number { e164, country, kind } => offer(backend, e164, *country, *kind).await.map(Some),
            Self::Plan(_) => Ok(None),
        }
    }
}

/// What the subject of a quote at the platform's price begins with.
pub(super) const FLOAT: &str = "float:";

/// Why there is no price.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// Sold to somebody else, or never on offer.
    #[error("not on offer")]
    Gone,
    /// The vendor does not answer; nothing is wrong with the wish.
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    /// The shop does not sell to this buyer; the reason is one of [`PlaceError`].
    #[error(transparent)]
    Shop(PlaceError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(QuoteError);

/// Prices the wish, or gives the customer's live quote for it.
pub async fn quote(backend: &Backend, buyer: &impl Buys, wish: &Wish) -> Result<QuoteView, QuoteError> {
    let subject = wish.subject(Payer::Customer);
    // The vendor is asked before the transaction begins.
    let offer = wish.offer(backend).await?;

    let mut tx = backend.begin(buyer).await?;
    allow_shop(&store::buyer(&mut tx, buyer).await?).map_err(QuoteError::Shop)?;
    store::lock_wish(&mut tx, buyer, &subject).await?;
    let quote = match store::live_quote(&mut tx, buyer, &subject, backend.now()).await? {
        Some(quote) => quote,
        None => {
            let (item, stack) = price(&mut tx, backend, buyer, Payer::Customer, wish, offer).await?;
            let now = backend.now();
            let new = NewQuote {
                id: QuoteId::new(),
                subject: &subject,
                item: &item,
                stack: &stack,
                now,
                expires_at: now + LIFETIME,
            };
            store::insert_quote(&mut tx, buyer, &new).await?
        }
    };
    let currency = quote.stack.charged.currency();
    let available = match balance(&mut tx, buyer, currency, backend.now()).await? {
        Some(wallet) => wallet.available()?,
        None => Money::zero(currency),
    };
    tx.commit().await?;
    let left = available.minus(quote.stack.charged)?;
    Ok(QuoteView {
        id: quote.id,
        item: quote.item.view(),
        charged: quote.stack.charged,
        monthly: match &quote.item {
            Item::Number { monthly, .. } => Some(*monthly),
            Item::Esim { .. } => None,
        },
        expires_at: quote.expires_at,
        available,
        missing: if left.is_negative() {
            Some(left.negated()?)
        } else {
            None
        },
    })
}

async fn offer(
    backend: &Backend,
    e164: &str,
    country: CountryCode,
    kind: NumberType,
) -> Result<Offer, QuoteError> {
    let costs = costs(backend, country).await.map_err(QuoteError::Unavailable)?;
    let cost = costs
        .iter()
        .find(|cost| cost.kind == kind)
        .copied()
        .ok_or(QuoteError::Gone)?;
    let contains = e164.trim_start_matches('+').to_owned();
    let query = NumberQuery {
        country,
        kind,
        contains,
        sms: false,
        voice: false,
        limit: 5,
    };
    let found = backend
        .providers
        .numbers
        .search(&query)
        .await
        .map_err(QuoteError::Unavailable)?;
    let number = found
        .into_iter()
        .find(|number| number.e164 == e164)
        .ok_or(QuoteError::Gone)?;
    Ok((number, cost))
}

/// The thing with its price for this payer: retail, or the platform's for the float.
pub(super) async fn price(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    payer: Payer,
    wish: &Wish,
    offer: Option<Offer>,
) -> Result<(Item, PriceStack), QuoteError> {
    let basis = |stack: PriceStack| match payer {
        Payer::Float => stack.wholesale(),
        Payer::Customer | Payer::Organization(_) => stack,
    };
    let book = pricing::rulebook(tx, buyer, backend.now()).await?;
    match (wish, offer) {
        (Wish::Plan(plan), _) => {
            let plan = esims::catalogue::plan_on_sale(tx, *plan)
                .await?
                .ok_or(QuoteError::Gone)?;
            let stack = plan.price(&book).ok_or(QuoteError::Gone)?;
            Ok((Item::esim(&plan), basis(stack)))
        }
        (Wish::Number { country, .. }, Some((number, cost))) => {
            let provider = backend.providers.numbers.name();
            let (stack, monthly) =
                search::prices(&book, provider, *country, &cost).map_err(|_| QuoteError::Gone)?;
            Ok((
                Item::number(provider, &number, cost.monthly, basis(monthly).charged),
                basis(stack),
            ))
        }
        (Wish::Number { .. }, None) => Err(QuoteError::Gone),
    }
}
