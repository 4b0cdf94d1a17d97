//! The trace while a price is being made.

use super::{
    price::PriceError,
    rule::Markup,
    rulebook::{Margin, Rulebook},
};
use crate::shared::{
    currency::Currency,
    money::Money,
    price::{FxSnapshot, Stage, TraceStep},
};

/// Steps so far. Each method takes a price and gives the next one; what changes nothing leaves no step.
#[derive(Default)]
pub(super) struct Steps(pub(super) Vec<TraceStep>);

impl Steps {
    pub(super) fn to(&mut self, stage: Stage, what: impl Into<String>, result: Money) -> Money {
        self.0.push(TraceStep {
            what: what.into(),
            stage,
            result,
        });
        result
    }

    /// Adds a rule's markup, in the words of whoever made the rule.
    pub(super) fn mark_up(
        &mut self,
        stage: Stage,
        book: &Rulebook,
        price: Money,
        markup: Markup,
        whose: &str,
    ) -> Result<Money, PriceError> {
        let (added, what) = match markup {
            Markup::Percent(percent) => (price.percent(percent)?, format!("+{} %", percent.normalize())),
            Markup::Fixed(amount) => match book.convert(amount)? {
                (added, None) => (added, format!("+{}", amount.amount())),
                (added, Some(fx)) => {
                    let at = rate(fx, amount.currency(), book.currency);
                    (added, format!("+{amount:?} {at}"))
                }
            },
        };
        Ok(self.to(stage, format!("{what} {whose}"), price.plus(added)?))
    }

    /// Raises the price to a floor it lies below.
    pub(super) fn at_least(
        &mut self,
        stage: Stage,
        price: Money,
        floor: Money,
        what: impl FnOnce() -> String,
    ) -> Money {
        if floor.micros() > price.micros() {
            self.to(stage, what(), floor)
        } else {
            price
        }
    }

    /// Raises the price until `margin` is earned over `base`.
    pub(super) fn earn(
        &mut self,
        stage: Stage,
        price: Money,
        base: Money,
        margin: Margin,
        whose: &str,
    ) -> Result<Money, PriceError> {
        let floor = base.plus(base.percent(margin.percent)?)?;
        let price = self.at_least(stage, price, floor, || {
            format!("{whose}'s minimum margin {} %", margin.percent.normalize())
        });
        let floor = base.plus(margin.fixed)?;
        Ok(self.at_least(stage, price, floor, || {
            format!("{whose}'s minimum margin {:?}", margin.fixed)
        }))
    }
}

/// `at 0.92 EUR per USD (European Central Bank, 3 Mar 2026)`.
pub(super) fn rate(fx: &FxSnapshot, from: Currency, to: Currency) -> String {
    let day = fx.as_of.format("%-d %b %Y");
    format!(
        "at {} {to} per {from} ({}, {day})",
        fx.rate.normalize(),
        fx.source
    )
}
