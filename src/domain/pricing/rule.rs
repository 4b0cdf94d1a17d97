//! A markup rule: what it matches, and what it adds.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;

use super::price::Subject;
use crate::shared::{
    ids::{PlanId, RuleId},
    money::Money,
    place::CountryCode,
    price::Service,
};

/// What is added to a price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    /// Percent of the price so far.
    Percent(Decimal),
    /// A fixed amount; its currency may differ from the shop's.
    Fixed(Money),
}

/// What a rule matches and adds. Empty fields match everything.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rule {
    pub name: String,
    pub service: Option<Service>,
    pub country: Option<CountryCode>,
    pub provider: Option<String>,
    pub plan: Option<PlanId>,
    pub markup: Markup,
}

/// A rule with its window, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredRule {
    pub id: RuleId,
    #[serde(flatten)]
    pub rule: Rule,
    pub valid_from: DateTime<Utc>,
    /// `None` is open.
    pub valid_until: Option<DateTime<Utc>>,
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

    /// Plan beats country beats provider beats service; more fields beat fewer of the same. Rules of one subject that
    /// are equally specific match the same things, which saving refuses.
    pub fn specificity(&self) -> u8 {
        8 * u8::from(self.plan.is_some())
            + 4 * u8::from(self.country.is_some())
            + 2 * u8::from(self.provider.is_some())
            + u8::from(self.service.is_some())
    }

    /// True when both match exactly the same things, so that they may not be valid at the same time.
    pub fn ties_with(&self, other: &Self) -> bool {
        (self.service, self.country, &self.provider, self.plan)
            == (other.service, other.country, &other.provider, other.plan)
    }
}
