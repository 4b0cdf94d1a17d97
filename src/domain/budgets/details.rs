//! What somebody decides about a budget, read from a form.

use crate::shared::{
    budget::AtLimit,
    currency::Currency,
    money::{Money, PositiveMoney},
};

/// The most a budget may be, in whole units of its currency.
const AMOUNT_MAX: i64 = 1_000_000_000;
const MICROS_PER_UNIT: i64 = 1_000_000;
/// Thresholds of one budget.
const THRESHOLDS_MAX: usize = 5;
/// Percent a threshold may be.
const PERCENT: std::ops::RangeInclusive<i16> = 1..=200;

/// A field that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("not an amount above zero, or too large a one")]
    Amount,
    #[error("not up to five percentages from 1 to 200")]
    Thresholds,
}

/// Percentages at which the company is told, in order and without doubles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thresholds(Vec<i16>);

impl Thresholds {
    /// Reads `80, 100`; nothing means that nobody is told.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut found = text
            .split([',', ' ', ';', '%'])
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse::<i16>()
                    .ok()
                    .filter(|percent| PERCENT.contains(percent))
            })
            .collect::<Option<Vec<i16>>>()
            .ok_or(Fault::Thresholds)?;
        found.sort_unstable();
        found.dedup();
        if found.len() > THRESHOLDS_MAX {
            return Err(Fault::Thresholds);
        }
        Ok(Self(found))
    }

    pub(super) fn as_slice(&self) -> &[i16] {
        &self.0
    }
}

/// Amount and consequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Details {
    pub amount: PositiveMoney,
    pub at_limit: AtLimit,
    pub thresholds: Thresholds,
}

impl Details {
    /// Reads the fields of a form.
    pub fn parse(
        amount: &str,
        currency: Currency,
        at_limit: AtLimit,
        thresholds: &str,
    ) -> Result<Self, Fault> {
        let amount = Money::parse(amount.trim(), currency)
            .ok()
            .and_then(PositiveMoney::new)
            .filter(|amount| amount.get().micros() <= AMOUNT_MAX * MICROS_PER_UNIT)
            .ok_or(Fault::Amount)?;
        Ok(Self {
            amount,
            at_limit,
            thresholds: Thresholds::parse(thresholds)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_percentages_in_order() {
        let read = |text| Thresholds::parse(text).map(|found| found.0);
        assert_eq!(read("100, 80%;80"), Ok(vec![80, 100]));
        assert_eq!(read(""), Ok(vec![]));
        for wrong in ["0", "201", "-80", "many", "80.5", "1,2,3,4,5,6", "99999999999"] {
            assert_eq!(read(wrong), Err(Fault::Thresholds), "{wrong}");
        }
    }
}
