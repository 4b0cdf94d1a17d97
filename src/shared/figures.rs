//! How a shop or the platform is doing over a span of days.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    money::{Money, MoneyError},
};

/// Longest span anybody may ask for.
pub const DAYS_MAX: i64 = 366;
/// What is shown when nothing is asked for.
const DAYS_USUAL: u64 = 30;

/// Days from `from` to before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl Period {
    /// So many days, today the last of them.
    pub fn last(days: u64, today: NaiveDate) -> Self {
        let until = today + Days::new(1);
        Self {
            from: until - Days::new(days),
            until,
        }
    }

    /// What a form or an address asks for: so many days, or from one day to another, both included. `None` when that is
    /// no span of at most a year.
    pub fn read(asked: &Span, today: NaiveDate) -> Option<Self> {
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        if let (Some(from), Some(until)) = (given(&asked.from), given(&asked.until)) {
            let (from, last): (NaiveDate, NaiveDate) = (from.parse().ok()?, until.parse().ok()?);
            let until = last.checked_add_days(Days::new(1))?;
            let days = (until - from).num_days();
            return (1..=DAYS_MAX).contains(&days).then_some(Self { from, until });
        }
        let days = match given(&asked.days) {
            Some(days) => days.parse().ok().filter(|days| (1..=366).contains(days))?,
            None => DAYS_USUAL,
        };
        Some(Self::last(days, today))
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.until - self.from).num_days()
    }

    /// The last day in it.
    pub fn last_day(self) -> NaiveDate {
        self.until - Days::new(1)
    }

    /// As many days right before.
    pub fn before(self) -> Self {
        let days = Days::new(u64::try_from(self.days()).unwrap_or_default());
        Self {
            from: self.from - days,
            until: self.from,
        }
    }

    /// Its days, oldest first.
    pub fn each_day(self) -> impl Iterator<Item = NaiveDate> {
        self.from.iter_days().take_while(move |day| *day < self.until)
    }
}

/// A span as somebody asked for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub days: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
}

/// Sums of sales and refunds. Below the first four, everything is sales less refunds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub sales: i64,
    pub refunds: i64,
    /// What buyers paid.
    pub charged: Money,
    /// What they got back.
    pub refunded: Money,
    /// What the reseller keeps.
    pub share: Money,
    /// Of it, what went through its earnings at the platform.
    pub earned: Money,
    /// What its float paid.
    pub float: Money,
    pub cost: Money,
    /// The platform's margin between the provider's cost and its own price.
    pub platform: Money,
    pub commission: Money,
}

impl Totals {
    /// Nothing yet.
    pub const fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            sales: 0,
            refunds: 0,
            charged: zero,
            refunded: zero,
            share: zero,
            earned: zero,
            float: zero,
            cost: zero,
            platform: zero,
            commission: zero,
        }
    }

    /// What buyers paid less what they got back.
    pub fn taken(&self) -> Result<Money, MoneyError> {
        self.charged.minus(self.refunded)
    }

    /// What the platform keeps: its margin and its commission.
    pub fn margin(&self) -> Result<Money, MoneyError> {
        self.platform.plus(self.commission)
    }
}

/// The sums of one part: a day, a country, a plan, a provider.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// `2026-11-21`, `FR`, a plan's name, a provider's word.
    pub key: String,
    /// The words for people.
    pub name: String,
    pub totals: Totals,
}

/// A shop's figures over a period and the one before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub period: Period,
    pub currency: Currency,
    /// The time zone the days are in.
    pub zone: String,
    pub totals: Totals,
    pub totals_before: Totals,
    /// One per day, also where nothing was sold.
    pub days: Vec<Part>,
    pub days_before: Vec<Part>,
    /// The best few.
    pub countries: Vec<Part>,
    pub products: Vec<Part>,
    pub customers: i64,
    pub customers_before: i64,
}

/// By what the console's margins are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum By {
    Provider,
    Reseller,
    Country,
    Service,
    Day,
}

impl By {
    /// Every one, in the order people read them.
    pub const ALL: [Self; 5] = [
        Self::Provider,
        Self::Reseller,
        Self::Country,
        Self::Service,
        Self::Day,
    ];

    /// The word in addresses and in the statement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Reseller => "reseller",
            Self::Country => "country",
            Self::Service => "service",
            Self::Day => "day",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Provider => "Provider",
            Self::Reseller => "Reseller",
            Self::Country => "Country",
            Self::Service => "Service",
            Self::Day => "Day",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }
}

/// The platform's margins of a period, currencies apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Margins {
    pub period: Period,
    pub by: By,
    pub currencies: Vec<MarginsIn>,
}

/// The margins in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarginsIn {
    pub currency: Currency,
    pub totals: Totals,
    pub parts: Vec<Part>,
    pub days: Vec<Part>,
    pub days_before: Vec<Part>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(days: &str, from: &str, until: &str) -> Span {
        Span {
            days: Some(days.into()),
            from: Some(from.into()),
            until: Some(until.into()),
        }
    }

    #[test]
    fn a_period_ends_today_and_the_one_before_ends_where_it_begins() {
        let week = Period::read(&span("7", "", ""), day("2026-03-03")).unwrap();
        assert_eq!(
            (week.from, week.last_day()),
            (day("2026-02-25"), day("2026-03-03"))
        );
        assert_eq!(
            (week.before().from, week.before().until),
            (day("2026-02-18"), week.from)
        );
        assert_eq!(week.each_day().count(), 7);
    }

    #[test]
    fn both_days_of_a_custom_period_are_in_it_and_nonsense_is_none() {
        let today = day("2026-03-03");
        assert_eq!(
            Period::read(&span("", "2026-02-01", "2026-02-01"), today)
                .unwrap()
                .days(),
            1
        );
        for (from, until) in [
            ("2026-02-02", "2026-02-01"),
            ("2020-01-01", "2026-01-01"),
            ("x", "y"),
        ] {
            assert_eq!(
                Period::read(&span("", from, until), today),
                None,
                "{from} {until}"
            );
        }
        assert_eq!(Period::read(&span("9999", "", ""), today), None);
    }
}
