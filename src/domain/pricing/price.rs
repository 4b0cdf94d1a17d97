//! The one way to a price.

use super::{
    rulebook::{Rulebook, most_specific},
    steps::{Steps, rate},
};
use crate::shared::{
    ids::PlanId,
    money::{Money, MoneyError},
    place::CountryCode,
    price::{PriceStack, Service, Stage},
};

/// What is priced.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub service: Service,
    /// `None` for regional and global plans.
    pub country: Option<CountryCode>,
    pub provider: &'a str,
    pub plan: Option<PlanId>,
}

/// What the price begins from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// What the provider asks, in its currency.
    pub cost: Money,
    /// The least the supplier lets a shop sell it for.
    pub minimum_price: Option<Money>,
}

impl Basis {
    /// A cost without a minimum price.
    pub const fn of(cost: Money) -> Self {
        Self {
            cost,
            minimum_price: None,
        }
    }
}

/// Why there is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// No exchange rate between two of the currencies is known, so it cannot be sold here.
    #[error("no exchange rate")]
    NoRate,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Prices `basis` for the book's shop. Pure: the same book and basis always give the same stack. Nothing is taken off:
/// that is what `promote` does with a code.
///
/// What is sold whole ends in the shop's rounding, and at least in a whole coin, so that what the page shows, what
/// the wallet pays and what a document says are one figure. Metered unit prices keep their fractions.
pub fn price(book: &Rulebook, subject: &Subject<'_>, basis: &Basis) -> Result<PriceStack, PriceError> {
    let mut steps = Steps::default();
    steps.to(Stage::Cost, "cost", basis.cost);
    let (cost, fx) = book.convert(basis.cost)?;
    if let Some(fx) = fx {
        steps.to(Stage::Cost, rate(fx, basis.cost.currency(), book.currency), cost);
    }
    let platform_price = platform_price(book, subject, cost, &mut steps)?;
    let minimum = minimum(book, basis)?;
    let retail = retail(book, subject, platform_price, minimum, &mut steps)?;
    Ok(PriceStack {
        provider_cost: basis.cost,
        fx: fx.cloned(),
        cost,
        platform_price,
        retail,
        discount: Money::zero(book.currency),
        charged: retail,
        commission_percent: book.commission_percent,
        trace: steps.0,
        promotion: None,
    })
}

fn platform_price(
    book: &Rulebook,
    subject: &Subject<'_>,
    cost: Money,
    steps: &mut Steps,
) -> Result<Money, PriceError> {
    let mut price = cost;
    if let Some(rule) = most_specific(&book.platform, subject) {
        let whose = format!("platform rule '{}'", rule.name);
        price = steps.mark_up(Stage::Platform, book, price, rule.markup, &whose)?;
    }
    steps.earn(Stage::Platform, price, cost, book.platform_margin, "platform")
}

/// The supplier's minimum selling price.
#[derive(Clone, Copy)]
struct Minimum {
    stated: Money,
    /// In the shop's currency.
    converted: Money,
}

fn minimum(book: &Rulebook, basis: &Basis) -> Result<Option<Minimum>, PriceError> {
    let Some(stated) = basis.minimum_price else {
        return Ok(None);
    };
    let (converted, _) = book.convert(stated)?;
    Ok(Some(Minimum { stated, converted }))
}

fn retail(
    book: &Rulebook,
    subject: &Subject<'_>,
    platform_price: Money,
    minimum: Option<Minimum>,
    steps: &mut Steps,
) -> Result<Money, PriceError> {
    let mut price = platform_price;
    if let Some(rule) = most_specific(&book.reseller, subject) {
        price = steps.mark_up(Stage::Shop, book, price, rule.markup, &book.shop)?;
    }
    price = steps.earn(
        Stage::Shop,
        price,
        platform_price,
        book.reseller_margin,
        &book.shop,
    )?;
    if let Some(Minimum { stated, converted }) = minimum {
        let what = || format!("supplier's minimum selling price {stated:?}");
        price = steps.at_least(Stage::Shop, price, converted, what);
    }
    if subject.service.is_metered() {
        return Ok(price);
    }
    let rounded = book.rounding.up(price)?;
    Ok(steps.at_least(Stage::Shop, price, rounded, || book.rounding.words().into()))
}
