//! Money: a whole number of micro-units (a millionth of the currency's unit) of one currency.
//!
//! 0.0075 USD is exactly 7,500 micros, so a text message can be priced and booked without rounding. Arithmetic is
//! checked; adding two currencies is an error, never a guess. Percentages and rates are decimals, and each
//! multiplication rounds once, half to even (banker's rounding).

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::currency::Currency;

/// Micro-units in one unit of a currency.
pub const MICROS_PER_UNIT: i64 = 1_000_000;

/// An amount of one currency. JSON: `{"amount":"12.50","currency":"USD"}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    micros: i64,
    currency: Currency,
}

/// Why an amount could not be computed or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies in one sum.
    #[error("cannot combine {0} with {1}")]
    CurrencyMismatch(Currency, Currency),
    /// Beyond ±9.2 billion units.
    #[error("the amount is too large")]
    Overflow,
    /// Not a decimal number, or finer than a micro-unit.
    #[error("not an amount")]
    NotAnAmount,
}

impl Money {
    /// `micros` millionths of one unit of `currency`.
    pub const fn from_micros(micros: i64, currency: Currency) -> Self {
        Self { micros, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self { micros: 0, currency }
    }

    /// Rounds half to even at the sixth digit.
    pub fn from_decimal(amount: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        let micros = amount
            .checked_mul(Decimal::from(MICROS_PER_UNIT))
            .ok_or(MoneyError::Overflow)?
            .round_dp_with_strategy(0, RoundingStrategy::MidpointNearestEven)
            .to_i64()
            .ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, currency })
    }

    /// Reads a plain decimal such as `12.50`; finer than a micro-unit is refused, not rounded.
    pub fn parse(amount: &str, currency: Currency) -> Result<Self, MoneyError> {
        let amount = amount.trim();
        // The library also reads `1e3` and `1_000`, which nobody means when they type an amount.
        let is_plain = amount
            .strip_prefix('-')
            .unwrap_or(amount)
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.');
        let decimal: Decimal = amount
            .parse()
            .ok()
            .filter(|_| is_plain)
            .ok_or(MoneyError::NotAnAmount)?;
        if decimal.normalize().scale() > 6 {
            return Err(MoneyError::NotAnAmount);
        }
        Self::from_decimal(decimal, currency)
    }

    /// Millionths of a unit.
    pub const fn micros(self) -> i64 {
        self.micros
    }

    /// The currency it is in.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount as a decimal number of units.
    pub fn decimal(self) -> Decimal {
        Decimal::new(self.micros, 6)
    }

    /// True above zero.
    pub const fn is_positive(self) -> bool {
        self.micros > 0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.micros < 0
    }

    /// True at exactly zero.
    pub const fn is_zero(self) -> bool {
        self.micros == 0
    }

    /// Sum of two amounts of the same currency.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let micros = self
            .micros
            .checked_add(other.micros)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }

    /// Difference of two amounts of the same currency.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let micros = self
            .micros
            .checked_sub(other.micros)
            .ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }

    /// The same amount the other way round.
    pub fn negated(self) -> Result<Self, MoneyError> {
        let micros = self.micros.checked_neg().ok_or(MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }

    /// Times a factor, rounded once, half to even.
    pub fn times(self, factor: Decimal) -> Result<Self, MoneyError> {
        let product = self.decimal().checked_mul(factor).ok_or(MoneyError::Overflow)?;
        Self::from_decimal(product, self.currency)
    }

    /// `percent` hundredths of it, rounded once, half to even.
    pub fn percent(self, percent: Decimal) -> Result<Self, MoneyError> {
        self.times(percent / Decimal::ONE_HUNDRED)
    }

    /// The same worth in `currency` at `rate` units of it per unit of this one.
    pub fn convert(self, rate: Decimal, currency: Currency) -> Result<Self, MoneyError> {
        Self::from_decimal(self.times(rate)?.decimal(), currency)
    }

    /// Up to the next whole minor unit (cent): what a gateway can charge and never less than the price.
    pub fn round_up_to_minor(self) -> Result<Self, MoneyError> {
        let rounded = self
            .decimal()
            .round_dp_with_strategy(self.currency.minor_digits(), RoundingStrategy::ToPositiveInfinity);
        Self::from_decimal(rounded, self.currency)
    }

    /// Down to whole minor units: what a gateway can give back and never more than is there.
    pub fn round_down_to_minor(self) -> Result<Self, MoneyError> {
        let rounded = self
            .decimal()
            .round_dp_with_strategy(self.currency.minor_digits(), RoundingStrategy::ToZero);
        Self::from_decimal(rounded, self.currency)
    }

    /// As much of it as `part` is of `whole` (above zero), rounded once, half to even.
    pub fn in_proportion(self, part: Self, whole: Self) -> Result<Self, MoneyError> {
        self.same_currency(part)?;
        self.same_currency(whole)?;
        let (product, whole) = (
            i128::from(self.micros) * i128::from(part.micros),
            i128::from(whole.micros),
        );
        let quotient = product.checked_div_euclid(whole).ok_or(MoneyError::Overflow)?;
        let twice = product.rem_euclid(whole) * 2;
        let is_up = twice > whole || (twice == whole && quotient % 2 != 0);
        let micros = i64::try_from(quotient + i128::from(is_up)).map_err(|_| MoneyError::Overflow)?;
        Ok(Self { micros, ..self })
    }

    /// The decimal text of documents and JSON: at least the currency's minor digits, more only where they are not
    /// zero (`12.50`, `0.0075`).
    pub fn amount(self) -> String {
        let digits = self
            .decimal()
            .normalize()
            .scale()
            .max(self.currency.minor_digits());
        format!("{:.*}", digits as usize, self.decimal())
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.currency, other.currency))
        }
    }
}

/// `$12.50`, `−€3.00`: as people read it, rounded down to minor units when it is a balance of at least one, in full
/// when it is smaller (a text message costs `$0.0075`).
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.currency.minor_digits();
        let exact = self.decimal().abs().normalize();
        let shown = if exact >= Decimal::ONE || exact.scale() <= digits {
            exact.round_dp_with_strategy(digits, RoundingStrategy::ToZero)
        } else {
            exact
        };
        let scale = shown.scale().max(digits) as usize;
        let sign = if self.micros < 0 { "\u{2212}" } else { "" };
        write!(f, "{sign}{}{shown:.scale$}", self.currency.symbol())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount(), self.currency)
    }
}

#[derive(Serialize, Deserialize)]
struct Wire {
    amount: String,
    currency: Currency,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Wire {
            amount: self.amount(),
            currency: self.currency,
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wire = Wire::deserialize(from)?;
        Self::parse(&wire.amount, wire.currency).map_err(serde::de::Error::custom)
    }
}

/// An amount above zero: what a verb that moves money takes, so that direction is the verb and never a sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PositiveMoney(Money);

impl PositiveMoney {
    /// `None` for zero and below.
    pub fn new(money: Money) -> Option<Self> {
        money.is_positive().then_some(Self(money))
    }

    /// The amount.
    pub const fn get(self) -> Money {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usd(text: &str) -> Money {
        Money::parse(text, Currency::USD).unwrap()
    }

    #[test]
    fn sub_cent_amounts_are_exact() {
        assert_eq!(usd("0.0075").micros(), 7_500);
        assert_eq!(usd("0.0075").amount(), "0.0075");
        assert_eq!(usd("12.5").amount(), "12.50");
    }

    #[test]
    fn two_currencies_never_add_up() {
        let euros = Money::parse("1", Currency::EUR).unwrap();
        assert_eq!(
            usd("1").plus(euros),
            Err(MoneyError::CurrencyMismatch(Currency::USD, Currency::EUR))
        );
    }

    #[test]
    fn halves_round_to_even() {
        assert_eq!(
            Money::from_decimal("0.0000005".parse().unwrap(), Currency::USD)
                .unwrap()
                .micros(),
            0
        );
        assert_eq!(
            Money::from_decimal("0.0000015".parse().unwrap(), Currency::USD)
                .unwrap()
                .micros(),
            2
        );
    }

    #[test]
    fn a_proportion_rounds_once_half_to_even_on_both_sides_of_zero() {
        let micros = |micros| Money::from_micros(micros, Currency::USD);
        for (of, part, whole, expected) in [
            (5, 1, 2, 2),
            (7, 1, 2, 4),
            (-5, 1, 2, -2),
            (-7, 1, 2, -4),
            (10, 1, 3, 3),
            (-10, 2, 3, -7),
            (i64::MAX, 3, 3, i64::MAX),
        ] {
            assert_eq!(
                micros(of).in_proportion(micros(part), micros(whole)),
                Ok(micros(expected)),
                "{of} × {part}/{whole}"
            );
        }
        assert_eq!(
            micros(1).in_proportion(micros(1), micros(0)),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn displays_round_down_and_keep_small_prices() {
        assert_eq!(usd("12.509").to_string(), "$12.50");
        assert_eq!(usd("0.0075").to_string(), "$0.0075");
        assert_eq!(usd("-3").to_string(), "\u{2212}$3.00");
        assert_eq!(Money::parse("1200", Currency::JPY).unwrap().amount(), "1200");
        assert_eq!(Money::parse("1.2", Currency::KWD).unwrap().amount(), "1.200");
    }

    #[test]
    fn the_gateway_is_asked_for_whole_cents_and_never_for_less() {
        assert_eq!(usd("4.321").round_up_to_minor().unwrap(), usd("4.33"));
        assert_eq!(usd("4.32").round_up_to_minor().unwrap(), usd("4.32"));
    }
}
