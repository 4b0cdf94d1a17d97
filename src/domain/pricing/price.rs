//! The one way to a price.

use rust_decimal::Decimal;

use super::rulebook::Rulebook;
use crate::shared::{
    ids::PlanId,
    money::{Money, MoneyError},
    place::CountryCode,
    price::{PriceStack, Service, TraceStep},
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

/// Why there is no price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PriceError {
    /// No exchange rate between the two currencies is known, so it cannot be sold here.
    #[error("no exchange rate")]
    NoRate,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Prices `cost` for the book's shop. Pure: the same book and cost always give the same stack.
///
/// The retail price is rounded up to the currency's minor unit, so that what the page shows, what the wallet pays
/// and what a document says are one figure.
pub fn price(book: &Rulebook, subject: &Subject<'_>, provider_cost: Money) -> Result<PriceStack, PriceError> {
    let mut trace = vec![TraceStep {
        what: "cost".into(),
        result: provider_cost,
    }];
    let fx_rate = book.rate(provider_cost.currency()).ok_or(PriceError::NoRate)?;
    let cost = provider_cost.convert(fx_rate, book.currency)?;
    if provider_cost.currency() != book.currency {
        let what = format!(
            "at {} {} per {}",
            fx_rate.normalize(),
            book.currency,
            provider_cost.currency()
        );
        trace.push(TraceStep { what, result: cost });
    }

    let convert = |amount: Money| {
        let rate = book.rate(amount.currency()).unwrap_or(Decimal::ONE);
        amount.convert(rate, book.currency)
    };
    let mut platform_price = cost;
    if let Some(rule) = book.platform_rule(subject) {
        platform_price = rule.markup.apply(cost, convert)?;
        trace.push(TraceStep {
            what: format!("platform rule '{}' {}", rule.name, rule.markup),
            result: platform_price,
        });
    }
    let mut charged = platform_price;
    if let Some(rule) = book.reseller_rule(subject) {
        charged = rule.markup.apply(platform_price, convert)?;
        trace.push(TraceStep {
            what: format!("reseller rule '{}' {}", rule.name, rule.markup),
            result: charged,
        });
    }
    let whole = charged.round_up_to_minor()?;
    if whole != charged {
        charged = whole;
        trace.push(TraceStep {
            what: "rounded up to the smallest coin".into(),
            result: charged,
        });
    }
    Ok(PriceStack {
        provider_cost,
        fx_rate,
        cost,
        platform_price,
        charged,
        commission_percent: book.commission_percent,
        trace,
    })
}
