//! What a company's lines use.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{figures::Period, paging::Page};

/// By what usage is added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UsageBy {
    Team,
    CostCentre,
    Employee,
    Line,
    Country,
    Day,
}

impl UsageBy {
    /// Every one, in the order people read them.
    pub const ALL: [Self; 6] = [
        Self::Team,
        Self::CostCentre,
        Self::Employee,
        Self::Line,
        Self::Country,
        Self::Day,
    ];

    /// The word in addresses and in the statement.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::CostCentre => "cost_centre",
            Self::Employee => "employee",
            Self::Line => "line",
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
            Self::Line => "Line",
            Self::Country => "Country",
            Self::Day => "Day",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.as_str() == text)
    }

    /// What it is when the vendor or the company does not say.
    pub const fn none_in_words(self) -> &'static str {
        match self {
            Self::Team => "No team",
            Self::CostCentre => "No cost centre",
            Self::Country => "Not told",
            Self::Employee | Self::Line | Self::Day => "Nobody",
        }
    }
}

/// What part of the company's usage is asked for; rubbish and other companies' ids narrow to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageAsk {
    pub days: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub by: Option<String>,
    pub team: Option<String>,
    pub employee: Option<String>,
    pub line: Option<String>,
    pub country: Option<String>,
    pub after: Option<String>,
}

/// When the vendors last told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freshness {
    /// The newest answer; `None` before the first.
    pub newest: Option<DateTime<Utc>>,
    /// Lines in use, and those of them nobody told anything of for two hours.
    pub lines: i64,
    pub silent: i64,
    pub now: DateTime<Utc>,
}

impl Freshness {
    /// `as of 12 minutes ago; 3 lines have told nothing for two hours`.
    pub fn in_words(&self) -> String {
        let Some(newest) = self.newest else {
            return "nothing told yet".to_owned();
        };
        let newest = format!("as of {}", ago(newest, self.now));
        match self.silent {
            0 => newest,
            1 => format!(
                "{newest}; 1 of {} lines has told nothing for two hours",
                self.lines
            ),
            silent => format!(
                "{newest}; {silent} of {} lines have told nothing for two hours",
                self.lines
            ),
        }
    }
}

/// `12 minutes ago`.
pub fn ago(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let minutes = (now - at).num_minutes().max(0);
    match minutes {
        0 => "just now".to_owned(),
        1 => "1 minute ago".to_owned(),
        2..=119 => format!("{minutes} minutes ago"),
        120..=2_879 => format!("{} hours ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1_440),
    }
}

/// The bytes of a day, and of the day as long before as the period is long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBytes {
    pub day: NaiveDate,
    pub bytes: i64,
    pub before: i64,
}

/// What one team, employee, line, country or day used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageRow {
    /// An id, a cost centre, a country's code or a day; empty for none.
    pub key: String,
    pub name: String,
    /// What tells it from another of that name: an address, the end of an ICCID.
    pub detail: String,
    pub bytes: i64,
    /// Readings behind it.
    pub readings: i64,
    /// Why it stands out, in words; empty when it does not.
    pub unusual: String,
}

/// Usage over a period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UsageView {
    pub period: Period,
    /// The company's time zone.
    pub zone: String,
    pub by: UsageBy,
    /// What it is narrowed to, in words; empty for all that is within reach.
    pub within: String,
    pub bytes: i64,
    pub bytes_before: i64,
    pub days: Vec<DayBytes>,
    pub page: Page<UsageRow>,
    pub freshness: Freshness,
    pub may_export: bool,
}

/// What the company's first page says of this month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MonthView {
    pub spent: super::money::Money,
    pub forecast: Option<super::spend::Forecast>,
    pub bytes: i64,
    pub freshness: Freshness,
    pub unread_alerts: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn freshness_is_said_in_words() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        let minutes = |minutes| now - chrono::TimeDelta::minutes(minutes);
        assert_eq!(ago(now, now), "just now");
        assert_eq!(ago(minutes(12), now), "12 minutes ago");
        assert_eq!(ago(minutes(180), now), "3 hours ago");
        let fresh = Freshness {
            newest: Some(minutes(1)),
            lines: 9,
            silent: 2,
            now,
        };
        assert_eq!(
            fresh.in_words(),
            "as of 1 minute ago; 2 of 9 lines have told nothing for two hours"
        );
    }
}
