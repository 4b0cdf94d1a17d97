//! Fixes a price for fifteen minutes.
//!
//! A quote is bought once, so it is also what makes a double click, a second tab or a replayed form one order: as
//! long as an unused quote for the same wish lives, asking again gives the same one.

use chrono::TimeDelta;

use super::{
    buy::Buy,
    item::{Item, LineStep, OrderedPlan},
    losing::LosingOffer,
    place::{Payer, PlaceError, allow_shop},
    store::{self, NewQuote, Quote},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        accounts, addresses, assortment, employees,
        error::{Internal, with_internal},
        esims,
        numbers::{
            market::{self, Market, Missing, Offer, Purpose},
            search,
        },
        pricing::{self, Rulebook, Subject},
        promotions::{self, Code, PromoError, offer::Retail},
        scope::Buys,
        supply::{self, Closed},
        wallet::balance::balance,
    },
    providers::{ProviderError, numbers::NumberQuery},
    shared::{
        ids::{EmployeeId, OrganizationId, PlanId, QuoteId},
        money::Money,
        number::NumberType,
        place::CountryCode,
        price::{PriceStack, QuoteView, Service},
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
    /// A plan for an employee of the company that pays.
    Line {
        organization: OrganizationId,
        employee: EmployeeId,
        plan: PlanId,
        step: LineStep,
    },
}

impl Wish {
    /// What two equal wishes share. The float pays another price for the same thing, so its wish is another one.
    pub(super) fn subject(&self, payer: Payer) -> String {
        let basis = if payer == Payer::Float { FLOAT } else { "" };
        match self {
            Self::Number { e164, .. } => format!("{basis}number:{e164}"),
            Self::Plan(plan) => format!("{basis}esim:{plan}"),
            Self::Line { employee, plan, .. } => format!("line:{employee}:{plan}"),
        }
    }

    /// What vendors offer now; `None` for what the catalogue answers for. Asks the vendors: never inside a transaction.
    pub(super) async fn offers(
        &self,
        backend: &Backend,
        buyer: &impl Buys,
    ) -> Result<Option<Vec<Offer>>, QuoteError> {
        match self {
            Self::Number { e164, country, kind } => {
                let mut offers = offers(backend, e164, *country, *kind).await?;
                let who = (buyer.reseller(), buyer.user());
                market::keep_sellable(backend, &mut offers, Some(who)).await?;
                if offers.is_empty() {
                    return Err(QuoteError::Gone);
                }
                Ok(Some(offers))
            }
            Self::Plan(_) | Self::Line { .. } => Ok(None),
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
    /// No new sales of this vendor at the moment.
    #[error(transparent)]
    Closed(Closed),
    /// The vendor does not answer; nothing is wrong with the wish.
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    /// The promotion code takes nothing off.
    #[error(transparent)]
    Promo(PromoError),
    /// The shop does not sell to this buyer; the reason is one of [`PlaceError`].
    #[error(transparent)]
    Shop(PlaceError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(QuoteError);

/// A quote, and why a code it was asked with takes nothing off.
#[derive(Debug)]
pub struct Quoted {
    pub view: QuoteView,
    pub refused: Option<PromoError>,
}

/// Prices the wish, or gives the customer's live quote for it.
pub async fn quote(backend: &Backend, buyer: &impl Buys, wish: &Wish) -> Result<QuoteView, QuoteError> {
    Ok(quote_with_code(backend, buyer, wish, None).await?.view)
}

/// The same with a promotion code. One that cannot be used leaves the price as it is without it.
pub async fn quote_with_code(
    backend: &Backend,
    buyer: &impl Buys,
    wish: &Wish,
    code: Option<&str>,
) -> Result<Quoted, QuoteError> {
    let plain = wish.subject(Payer::Customer);
    // The vendors are asked before the transaction begins.
    let offers = wish.offers(backend, buyer).await?;

    let mut tx = backend.begin(buyer).await?;
    allow_shop(&accounts::standing(&mut tx, buyer).await?).map_err(QuoteError::Shop)?;
    store::lock_wish(&mut tx, buyer, &plain).await?;
    let ((quote, is_new), refused) =
        match live_or_new(&mut tx, backend, buyer, wish, offers.clone(), code).await {
            Err(QuoteError::Promo(PromoError::Internal(error))) => return Err(error.into()),
            Err(QuoteError::Promo(refused)) => {
                let quote = live_or_new(&mut tx, backend, buyer, wish, offers, None).await?;
                (quote, Some(refused))
            }
            found => (found?, None),
        };
    let currency = quote.stack.charged.currency();
    let available = match balance(&mut tx, buyer, currency, backend.now()).await? {
        Some(wallet) => wallet.available()?,
        None => Money::zero(currency),
    };
    tx.commit().await?;
    if is_new {
        reserve(backend, &quote);
    }
    let left = available.minus(quote.stack.charged)?;
    let view = QuoteView {
        id: quote.id,
        item: quote.item.view(),
        charged: quote.stack.charged,
        retail: quote.stack.retail,
        promo_code: quote.stack.promotion.map(|promotion| promotion.code),
        promo_refusal: None,
        monthly: match &quote.item {
            Item::Number { monthly, .. } => Some(*monthly),
            Item::Esim(_) | Item::Line { .. } => None,
        },
        expires_at: quote.expires_at,
        available,
        missing: if left.is_negative() {
            Some(left.negated()?)
        } else {
            None
        },
    };
    Ok(Quoted { view, refused })
}

/// The customer's live quote for the wish with this code, or a new one; true when it is new.
async fn live_or_new(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    wish: &Wish,
    offers: Option<Vec<Offer>>,
    code: Option<&str>,
) -> Result<(Quote, bool), QuoteError> {
    let subject = coded(wish.subject(Payer::Customer), code);
    let now = backend.now();
    if let Some(live) = store::live_quote(tx, buyer, &subject, now).await?
        && is_sold(tx, buyer, &live.item).await?
    {
        return Ok((live, false));
    }
    let priced = priced(tx, backend, buyer, wish, offers).await?;
    let stack = priced
        .with_code(tx, backend, buyer, code)
        .await
        .map_err(QuoteError::Promo)?;
    let new = NewQuote {
        id: QuoteId::new(),
        subject: &subject,
        item: &priced.item,
        stack: &stack,
        losing: &priced.losing,
        now,
        expires_at: now + LIFETIME,
    };
    Ok((store::insert_quote(tx, buyer, &new).await?, true))
}

/// The vendor is told that somebody is about to buy the number. Nobody waits for it, and nothing depends on it.
fn reserve(backend: &Backend, quote: &Quote) {
    let Item::Number { provider, e164, .. } = &quote.item else {
        return;
    };
    let Some(vendor) = backend.providers.number(provider).cloned() else {
        return;
    };
    let (e164, reference) = (e164.clone(), quote.id.to_string());
    tokio::spawn(async move {
        if let Err(error) = vendor.reserve(&e164, &reference).await {
            tracing::warn!(provider = vendor.name(), %error, "a number was not reserved");
        }
    });
}

/// What two equal wishes with the same code share.
pub(super) fn coded(subject: String, code: Option<&str>) -> String {
    match code.and_then(Code::parse) {
        Some(code) => format!("{subject}#{}", code.as_str()),
        None => subject,
    }
}

async fn offers(
    backend: &Backend,
    e164: &str,
    country: CountryCode,
    kind: NumberType,
) -> Result<Vec<Offer>, QuoteError> {
    let query = NumberQuery {
        country,
        kind,
        contains: e164.trim_start_matches('+').to_owned(),
        sms: false,
        voice: false,
        limit: 5,
    };
    let Market {
        mut offers, missing, ..
    } = market::ask(backend, &query, Purpose::Sale).await?;
    offers.retain(|offer| offer.number.e164 == e164);
    if !offers.is_empty() {
        return Ok(offers);
    }
    // Whoever was not asked, or did not answer, may have it.
    Err(missing
        .into_iter()
        .next()
        .map_or(QuoteError::Gone, |missing| match missing {
            Missing::Closed(closed) => QuoteError::Closed(closed),
            Missing::Unavailable(error) => QuoteError::Unavailable(error),
        }))
}

/// The thing with its price for this payer: retail less what the code takes off, or the platform's for the float.
pub(super) async fn price(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    request: &Buy,
    offers: Option<Vec<Offer>>,
) -> Result<Price, QuoteError> {
    let code = request.promo_code.as_deref();
    let mut priced = priced(tx, backend, buyer, &request.wish, offers).await?;
    match request.payer {
        Payer::Float if code.is_some() => Err(QuoteError::Promo(PromoError::NotForFloat)),
        Payer::Float => {
            if let (Item::Number { monthly, .. }, Some(month)) = (&mut priced.item, &priced.month) {
                *monthly = month.wholesale().charged;
            }
            let stack = priced.stack.wholesale();
            Ok(Price {
                item: priced.item,
                stack,
                losing: priced.losing,
            })
        }
        Payer::Customer | Payer::Organization(_) => {
            let stack = priced
                .with_code(tx, backend, buyer, code)
                .await
                .map_err(QuoteError::Promo)?;
            Ok(Price {
                item: priced.item,
                stack,
                losing: priced.losing,
            })
        }
    }
}

/// A thing with its price for one payer.
pub(super) struct Price {
    pub item: Item,
    pub stack: PriceStack,
    /// Vendors it is not bought from, the cheapest first.
    pub losing: Vec<LosingOffer>,
}

/// A thing at its retail price.
struct Priced {
    item: Item,
    stack: PriceStack,
    /// Each further month of a number.
    month: Option<PriceStack>,
    book: Rulebook,
    minimum_price: Option<Money>,
    losing: Vec<LosingOffer>,
}

impl Priced {
    /// The price with the code, if there is one.
    async fn with_code(
        &self,
        tx: &mut Tx,
        backend: &Backend,
        buyer: &impl Buys,
        code: Option<&str>,
    ) -> Result<PriceStack, PromoError> {
        let Some(code) = code else {
            return Ok(self.stack.clone());
        };
        let retail = Retail {
            book: &self.book,
            subject: &subject(&self.item),
            minimum_price: self.minimum_price,
            stack: &self.stack,
        };
        promotions::offer(tx, buyer, backend.now(), retail, code).await
    }
}

/// The offer to buy at its price: one that can be bought at once, the cheapest, by the operators' order of the vendors.
fn cheapest(book: Rulebook, country: CountryCode, offers: Vec<Offer>) -> Result<Priced, QuoteError> {
    let mut priced: Vec<(PriceStack, PriceStack, Offer)> = offers
        .into_iter()
        .filter_map(|offer| {
            let (stack, month) = search::prices(&book, offer.provider, country, &offer.cost).ok()?;
            Some((stack, month, offer))
        })
        .collect();
    priced.sort_by_key(|(stack, _, offer)| {
        let (number, rank) = (&offer.number, offer.rank);
        (
            !number.documents.is_empty(),
            number.needs_address,
            stack.charged.micros(),
            rank,
        )
    });
    let mut priced = priced.into_iter();
    let (stack, month, best) = priced.next().ok_or(QuoteError::Gone)?;
    let losing = priced.map(|(stack, month, offer)| LosingOffer {
        provider: offer.provider.to_owned(),
        cost: offer.cost,
        monthly: month.charged,
        capabilities: offer.number.capabilities,
        needs_address: offer.number.needs_address,
        needs_documents: !offer.number.documents.is_empty(),
        stack,
        refused: None,
    });
    Ok(Priced {
        item: Item::number(&best, month.charged),
        stack,
        month: Some(month),
        losing: losing.collect(),
        minimum_price: None,
        book,
    })
}

/// What rules and codes match on.
fn subject(item: &Item) -> Subject<'_> {
    match item {
        Item::Number {
            provider, country, ..
        } => Subject {
            service: Service::NumberPurchase,
            country: Some(*country),
            provider,
            plan: None,
        },
        Item::Esim(plan) | Item::Line { plan, .. } => Subject {
            service: Service::DataPlan,
            country: plan.country,
            provider: &plan.provider,
            plan: Some(plan.plan),
        },
    }
}

/// False for what the shop has switched off.
pub(super) async fn is_sold(tx: &mut Tx, buyer: &impl Buys, item: &Item) -> Result<bool, Internal> {
    match item {
        Item::Esim(plan) | Item::Line { plan, .. } => assortment::is_plan_sold(tx, buyer, plan.plan).await,
        Item::Number {
            country, number_type, ..
        } => Ok(assortment::numbers_off(tx, buyer)
            .await?
            .is_sold(*country, *number_type)),
    }
}

async fn priced(
    tx: &mut Tx,
    backend: &Backend,
    buyer: &impl Buys,
    wish: &Wish,
    offers: Option<Vec<Offer>>,
) -> Result<Priced, QuoteError> {
    let book = pricing::rulebook(tx, buyer, backend.now()).await?;
    let mut priced = match (wish, offers) {
        (Wish::Plan(plan), _) => {
            let plan = esims::catalogue::plan_on_sale(tx, buyer, *plan)
                .await?
                .ok_or(QuoteError::Gone)?;
            if let Some(closed) = supply::closed(tx, backend, &plan.provider).await? {
                return Err(QuoteError::Closed(closed));
            }
            Priced {
                item: Item::esim(&plan),
                stack: plan.price(&book).ok_or(QuoteError::Gone)?,
                month: None,
                minimum_price: plan.minimum_price,
                book,
                losing: vec![],
            }
        }
        (
            Wish::Line {
                organization,
                employee,
                plan,
                step,
            },
            _,
        ) => {
            let plan = esims::catalogue::line_plan_on_sale(tx, buyer, *plan)
                .await?
                .ok_or(QuoteError::Gone)?;
            if let Some(closed) = supply::closed(tx, backend, &plan.provider).await? {
                return Err(QuoteError::Closed(closed));
            }
            let person = employees::allocation(tx, buyer, *organization, *employee)
                .await?
                .ok_or(QuoteError::Gone)?;
            Priced {
                item: Item::Line {
                    plan: OrderedPlan::of(&plan),
                    step: step.clone(),
                    employee: *employee,
                    employee_name: person.name,
                    team: person.team,
                    cost_centre: person.cost_centre,
                },
                stack: plan.price(&book).ok_or(QuoteError::Gone)?,
                month: None,
                minimum_price: plan.minimum_price,
                book,
                losing: vec![],
            }
        }
        (Wish::Number { country, .. }, Some(offers)) => cheapest(book, *country, offers)?,
        (Wish::Number { .. }, None) => return Err(QuoteError::Gone),
    };
    priced.item.charge_to(buyer.charged_to());
    if let Some(address) = buyer.lives_at()
        && addresses::is_owned(tx, buyer, address).await?
    {
        priced.item.live_at(address);
    }
    if !is_sold(tx, buyer, &priced.item).await? {
        return Err(QuoteError::Gone);
    }
    Ok(priced)
}
