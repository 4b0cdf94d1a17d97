//! A markup rule: what it matches, and what it adds.

use rust_decimal::Decimal;

use crate::shared::{
    ids::PlanId,
    money::{Money, MoneyError},
    place::CountryCode,
    price::Service,
};

use super::price::Subject;

/// What is added to a price.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Markup {
    /// Percent of the price so far.
    Percent(Decimal),
    /// A fixed amount; its currency may differ from the shop's.
    Fixed(Money),
}

/// A rule that is valid now. Empty fields match everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub name: String,
    pub service: Option<Service>,
    pub country: Option<CountryCode>,
    pub provider: Option<String>,
    pub plan: Option<PlanId>,
    pub markup: Markup,
}

impl Rule {
    /// True when every field it names is the subject's.
    pub fn matches(&self, subject: &Subject<'_>) -> bool {
        self.service.is_none_or(|service| service == subject.service)
            && self
                .country
                .is_none_or(|country| subject.country == Some(country))
            && self
                .provider
                .as_deref()
                .is_none_or(|provider| provider == subject.provider)
            && self.plan.is_none_or(|plan| subject.plan == Some(plan))
    }

    /// Plan beats country beats provider beats service; more fields beat fewer of the same.
    pub fn specificity(&self) -> u8 {
        8 * u8::from(self.plan.is_some())
            + 4 * u8::from(self.country.is_some())
            + 2 * u8::from(self.provider.is_some())
            + u8::from(self.service.is_some())
    }
}

impl Markup {
    /// The price after it. `rate_to` gives shop-currency units per unit of a fixed amount's currency.
    pub fn apply(
        self,
        price: Money,
        rate_to: impl FnOnce(Money) -> Result<Money, MoneyError>,
    ) -> Result<Money, MoneyError> {
        match self {
            Self::Percent(percent) => price.plus(price.percent(percent)?),
            Self::Fixed(amount) => price.plus(rate_to(amount)?),
        }
    }
}

impl std::fmt::Display for Markup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Percent(percent) => write!(f, "+{} %", percent.normalize()),
            Self::Fixed(amount) => write!(f, "+{} {}", amount.amount(), amount.currency()),
        }
    }
}
