//! Days of a filter as moments.

use chrono::{DateTime, NaiveDate, Utc};

/// First and last day, both whole; the shop's time zone makes moments of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Days {
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

impl Days {
    /// Reads what a form sent; what is no day is left out.
    pub fn parse(from: &str, until: &str) -> Self {
        Self {
            from: day(from),
            until: day(until),
        }
    }
}

/// From a moment, and up to but without another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    pub from: Option<DateTime<Utc>>,
    pub until: Option<DateTime<Utc>>,
}

/// Years a filter may name: others are typing errors, and some are beyond what the database keeps.
fn day(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    let day: NaiveDate = text.trim().parse().ok()?;
    (2000..=2200).contains(&day.year()).then_some(day)
}
