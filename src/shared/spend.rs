//! What a company spends.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{currency::Currency, figures::Period, money::Money, paging::Page};

/// By what spend is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpendBy {
    Team,
    CostCentre,
    Employee,
    Plan,
    Country,
    Day,
}

impl SpendBy {
    /// Every one, in the order people read them.
    pub const ALL: [Self; 6] = [
        Self::Team,
        Self::CostCentre,
        Self::Employee,
        Self::Plan,
        Self::Country,
        Self::Day,
    ];

    /// The word in addresses and in the statement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::CostCentre => "cost_centre",
            Self::Employee => "employee",
            Self::Plan => "plan",
            Self::Country => "country",
            Self::Day => "day",
        }
    }

    /// The head of its column.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Team => "Team",
            Self::CostCentre => "Cost centre",
            Self::Employee => "Employee",
            Self::Plan => "Plan",
            Self::Country => "Country",
            Self::Day => "Day",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// What it is where the order does not say.
    pub const fn none_in_words(self) -> &'static str {
        match self {
            Self::Team => "No team",
            Self::CostCentre => "No cost centre",
            Self::Employee => "Nobody in particular",
            Self::Plan => "Other",
            Self::Country => "Several countries",
            Self::Day => "No day",
        }
    }
}

/// What part of the company's spend is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpendAsk {
    pub days: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub by: Option<String>,
    pub team: Option<String>,
    pub employee: Option<String>,
    pub after: Option<String>,
}

/// What was spent on a day, and on the day as long before as the period is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaySpend {
    pub day: NaiveDate,
    pub spent: Money,
    pub before: Money,
}

/// What was spent on one employee, team, cost centre, plan, country or day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpendRow {
    /// An id, a word or a day; empty for none.
    pub key: String,
    pub name: String,
    pub detail: String,
    pub orders: i64,
    pub charged: Money,
    pub refunded: Money,
    /// Charged less refunded.
    pub spent: Money,
    /// Why it stands out, in words; empty when it does not.
    pub unusual: String,
}

/// Where this month's spend is heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub so_far: Money,
    /// Whole days of the month that are left, after today.
    pub days_left: i64,
    /// `None` before four weeks have passed since the first purchase.
    pub end: Option<ForecastEnd>,
}

/// The month's end by the last 28 days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForecastEnd {
    /// If each day left is like their mean.
    pub usual: Money,
    /// If each week left is like the quietest, and the busiest, of the four.
    pub low: Money,
    pub high: Money,
}

impl Forecast {
    /// The whole of it, with how sure it is.
    pub fn in_words(&self) -> String {
        let so_far = self.so_far;
        match &self.end {
            None => format!(
                "{so_far} so far this month. Where it will end cannot be said yet: that needs four weeks of purchases."
            ),
            Some(_) if self.days_left == 0 => format!("{so_far} this month, which ends today."),
            Some(ForecastEnd { usual, low, high }) if low == high => {
                format!(
                    "{so_far} so far this month. At the pace of the last 28 days it ends at about {usual}."
                )
            }
            Some(ForecastEnd { usual, low, high }) => format!(
                "{so_far} so far this month. At the pace of the last 28 days it ends at about {usual}; like their \
                 quietest week {low}, like their busiest {high}. One large order can still change that."
            ),
        }
    }
}

/// Spend over a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpendView {
    pub period: Period,
    /// The company's time zone.
    pub zone: String,
    pub currency: Currency,
    pub by: SpendBy,
    /// What it is narrowed to, in words; empty for all that is within reach.
    pub within: String,
    pub spent: Money,
    pub spent_before: Money,
    pub days: Vec<DaySpend>,
    pub page: Page<SpendRow>,
    pub forecast: Forecast,
    pub may_export: bool,
}
