//! The tax that a price contains.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::shared::{
    currency::Currency,
    money::{Money, MoneyError},
};

/// An amount as documents show it: whole minor units, and what of it is tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    pub net: Money,
    pub tax: Money,
    pub total: Money,
}

/// Rounds what a wallet paid to whole minor units, then takes the tax out: `net = total / (1 + percent / 100)`, rounded
/// half to even, and the tax is the rest.
pub fn split(charged: Money, percent: Decimal) -> Result<Split, MoneyError> {
    let currency = charged.currency();
    let total = whole(charged.decimal(), currency)?;
    let factor = Decimal::ONE + percent / Decimal::ONE_HUNDRED;
    let net = total.decimal().checked_div(factor).ok_or(MoneyError::Overflow)?;
    let net = whole(net, currency)?;
    Ok(Split {
        net,
        tax: total.minus(net)?,
        total,
    })
}

/// In whole minor units, rounded half to even.
pub fn whole(amount: Decimal, currency: Currency) -> Result<Money, MoneyError> {
    let digits = currency.minor_digits();
    Money::from_decimal(
        amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointNearestEven),
        currency,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(amount: &str, currency: Currency, percent: &str) -> [String; 3] {
        let charged = Money::parse(amount, currency).unwrap();
        let split = split(charged, percent.parse().unwrap()).unwrap();
        [split.net, split.tax, split.total].map(Money::amount)
    }

    #[test]
    fn the_tax_is_what_net_leaves_of_the_whole_minor_units() {
        assert_eq!(parts("12.00", Currency::USD, "20"), ["10.00", "2.00", "12.00"]);
        assert_eq!(
            parts("-12.00", Currency::USD, "20"),
            ["-10.00", "-2.00", "-12.00"]
        );
        assert_eq!(parts("4.99", Currency::EUR, "19"), ["4.19", "0.80", "4.99"]);
        assert_eq!(parts("0.0075", Currency::USD, "20"), ["0.01", "0.00", "0.01"]);
        assert_eq!(parts("0.125", Currency::USD, "0"), ["0.12", "0.00", "0.12"]);
        assert_eq!(parts("1199.5", Currency::JPY, "10"), ["1091", "109", "1200"]);
        assert_eq!(parts("1.2345", Currency::KWD, "5"), ["1.175", "0.059", "1.234"]);
    }
}
