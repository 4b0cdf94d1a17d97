//! From seconds to money, and from money to seconds. Pure.

use rust_decimal::Decimal;

use crate::shared::{
    money::{Money, MoneyError},
    price::PriceStack,
};

/// How time is counted: at least so much, then in whole steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Increments {
    pub minimum: u32,
    pub step: u32,
}

impl Increments {
    /// Whole minutes, at least one.
    pub const USUAL: Self = Self {
        minimum: 60,
        step: 60,
    };

    /// The seconds that are paid for so many talked; none for none.
    pub fn billed(self, seconds: u32) -> u32 {
        if seconds == 0 {
            return 0;
        }
        let step = self.step.max(1);
        let minimum = self.minimum.div_ceil(step).saturating_mul(step);
        seconds.div_ceil(step).saturating_mul(step).max(minimum)
    }
}

/// The first leg lasts longer than what is talked: the other phone rings, sentences are spoken.
pub const RINGING_SECONDS: u32 = 60;

/// Prices of a minute of both legs; `None` for a leg that costs nothing, or that there is not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rates {
    pub first: Option<PriceStack>,
    pub second: Option<PriceStack>,
}

impl Rates {
    /// A minute of the whole call.
    pub fn minute(&self) -> Result<Option<Money>, MoneyError> {
        match (&self.first, &self.second) {
            (Some(first), Some(second)) => first.charged.plus(second.charged).map(Some),
            (one, other) => Ok(one.as_ref().or(other.as_ref()).map(|rate| rate.charged)),
        }
    }

    /// What the legs cost after so many seconds each; `None` where that is nothing.
    pub fn bill(
        &self,
        increments: Increments,
        first: u32,
        second: u32,
    ) -> Result<Option<PriceStack>, MoneyError> {
        let leg = |rate: &Option<PriceStack>, seconds: u32| match rate {
            Some(rate) if seconds > 0 => of(rate, increments.billed(seconds)).map(Some),
            _ => Ok(None),
        };
        let bill = match (leg(&self.first, first)?, leg(&self.second, second)?) {
            (Some(first), Some(second)) => Some(first.plus(&second)?),
            (one, other) => one.or(other),
        };
        Ok(bill.filter(|bill| bill.charged.is_positive()))
    }

    /// What is set aside so that so many seconds can be talked.
    pub fn slice(&self, increments: Increments, seconds: u32) -> Result<Option<PriceStack>, MoneyError> {
        self.bill(increments, seconds.saturating_add(RINGING_SECONDS), seconds)
    }

    /// The longest that so much money pays for, in whole steps and at most `most`; `None` when that is less than one.
    pub fn time_limit(
        &self,
        increments: Increments,
        available: Money,
        most: u32,
    ) -> Result<Option<u32>, MoneyError> {
        let step = increments.step.max(1);
        let shortest = increments.billed(1);
        let is_paid = |seconds: u32| {
            self.slice(increments, seconds).and_then(|stack| {
                Ok(match stack {
                    Some(stack) => !available.minus(stack.charged)?.is_negative(),
                    None => true,
                })
            })
        };
        if most < shortest || !is_paid(shortest)? {
            return Ok(None);
        }
        let (mut least, mut beyond) = (shortest / step, most / step + 1);
        while least + 1 < beyond {
            let middle = least + (beyond - least) / 2;
            if is_paid(middle * step)? {
                least = middle;
            } else {
                beyond = middle;
            }
        }
        Ok(Some(least * step))
    }
}

/// The price of so many billed seconds.
fn of(rate: &PriceStack, billed: u32) -> Result<PriceStack, MoneyError> {
    if billed.is_multiple_of(60) {
        return rate.times(billed / 60);
    }
    rate.scaled(Decimal::from(billed) / Decimal::from(60), format!("× {billed} s"))
}
