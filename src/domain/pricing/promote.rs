//! A promotion code's step in the price stack.

use rust_decimal::Decimal;

use super::{price::PriceError, rulebook::Rulebook};
use crate::shared::{
    money::Money,
    price::{PriceStack, Stage, TraceStep},
    promotion::{AppliedPromotion, FundedBy},
};

/// What a code takes off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Off {
    /// Percent of the retail price.
    Percent(Decimal),
    Fixed(Money),
}

/// A code and its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    pub applied: AppliedPromotion,
    pub off: Off,
    /// The most it takes off.
    pub maximum: Option<Money>,
}

/// The same price with the code's discount; `None` when the code takes nothing off it.
///
/// The funder bears the discount out of its own share and no further: the reseller down to the platform price and its
/// commission, the platform down to the provider's cost. The supplier's minimum selling price holds either way. What is
/// charged is a whole coin.
pub fn promote(
    book: &Rulebook,
    stack: &PriceStack,
    minimum_price: Option<Money>,
    terms: &Terms,
) -> Result<Option<PriceStack>, PriceError> {
    let retail = stack.retail;
    let wanted = match terms.off {
        Off::Percent(percent) => retail.percent(percent)?,
        Off::Fixed(amount) => book.convert(amount)?.0,
    };
    let wanted = match terms.maximum {
        Some(maximum) => smaller(wanted, book.convert(maximum)?.0),
        None => wanted,
    };
    let mut floor = larger(share_floor(stack, terms.applied.funded_by)?, stack.cost);
    if let Some(minimum) = minimum_price {
        floor = larger(floor, book.convert(minimum)?.0);
    }
    let charged = larger(retail.minus(wanted)?, floor).round_up_to_minor()?;
    let discount = retail.minus(charged)?;
    if !discount.is_positive() {
        return Ok(None);
    }
    let why_less = if discount.micros() < wanted.round_down_to_minor()?.micros() {
        " (more would cross a floor)"
    } else {
        ""
    };
    let mut promoted = stack.clone();
    promoted.trace.push(TraceStep {
        what: format!(
            "\u{2212}{} code {}{why_less}",
            discount.amount(),
            terms.applied.code
        ),
        stage: Stage::Shop,
        result: charged,
    });
    promoted.discount = discount;
    promoted.charged = charged;
    promoted.promotion = Some(terms.applied.clone());
    Ok(Some(promoted))
}

/// The charged price at which the funder's share is used up.
fn share_floor(stack: &PriceStack, funded_by: FundedBy) -> Result<Money, PriceError> {
    let hundred = Decimal::ONE_HUNDRED;
    Ok(match funded_by {
        FundedBy::Platform => {
            let share = stack.shares()?.platform;
            stack.retail.minus(share)?
        }
        // The commission shrinks with what is charged: charged − commission = platform price.
        FundedBy::Reseller if stack.commission_percent < hundred => stack
            .platform_price
            .times(hundred / (hundred - stack.commission_percent))?,
        FundedBy::Reseller => stack.retail,
    })
}

/// Of two amounts in the shop's currency.
fn larger(a: Money, b: Money) -> Money {
    if a.micros() > b.micros() { a } else { b }
}

fn smaller(a: Money, b: Money) -> Money {
    if a.micros() < b.micros() { a } else { b }
}
