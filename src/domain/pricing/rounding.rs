//! How prices end.

use serde::{Deserialize, Serialize};

use crate::shared::money::{MICROS_PER_UNIT, Money, MoneyError};

/// How a shop's prices end. Always upwards, so that rounding never crosses a floor.
///
/// Metered services (messages, minutes) are not rounded: their unit prices are fractions of a coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the smallest coin.
    None,
    /// To multiples of 0.05, with three minor digits 0.050; without minor digits to multiples of 5 (JPY 1,205).
    FiveCents,
    /// To prices ending in .99, with three minor digits .990; without minor digits in 9 (JPY 1,209).
    NinetyNine,
}

impl Rounding {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::FiveCents => "five_cents",
            Self::NinetyNine => "ninety_nine",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::None, Self::FiveCents, Self::NinetyNine]
            .into_iter()
            .find(|rounding| rounding.as_str() == text)
    }

    /// The next price at or above `price` that ends so.
    pub fn up(self, price: Money) -> Result<Money, MoneyError> {
        let has_coins = price.currency().minor_digits() >= 2;
        let (step, ending) = match (self, has_coins) {
            (Self::None, _) => return price.round_up_to_minor(),
            (Self::FiveCents, true) => (MICROS_PER_UNIT / 20, 0),
            (Self::FiveCents, false) => (MICROS_PER_UNIT * 5, 0),
            (Self::NinetyNine, true) => (MICROS_PER_UNIT, MICROS_PER_UNIT / 100 * 99),
            (Self::NinetyNine, false) => (MICROS_PER_UNIT * 10, MICROS_PER_UNIT * 9),
        };
        let over = price.micros().checked_sub(ending).ok_or(MoneyError::Overflow)?;
        let steps = over.div_euclid(step) + i64::from(over.rem_euclid(step) > 0);
        let micros = steps
            .max(0)
            .checked_mul(step)
            .and_then(|micros| micros.checked_add(ending))
            .ok_or(MoneyError::Overflow)?;
        Ok(Money::from_micros(micros, price.currency()))
    }

    /// What the trace says.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::None => "rounded up to the smallest coin",
            Self::FiveCents => "rounded up to a multiple of five",
            Self::NinetyNine => "rounded up to end in nine",
        }
    }
}
