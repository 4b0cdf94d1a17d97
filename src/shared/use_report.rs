//! What numbers and plans were used for, and what it cost.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{currency::Currency, figures::Period, money::Money, paging::Page};

/// What is added up by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UseBy {
    Day,
    Number,
    Contact,
    Country,
    Service,
}

impl UseBy {
    /// What a customer may choose.
    pub const OWN: [Self; 5] = [
        Self::Day,
        Self::Number,
        Self::Contact,
        Self::Country,
        Self::Service,
    ];
    /// What a shop's staff may: whom its customers write to is theirs.
    pub const SHOP: [Self; 4] = [Self::Day, Self::Number, Self::Country, Self::Service];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Number => "number",
            Self::Contact => "contact",
            Self::Country => "country",
            Self::Service => "service",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Number => "Number",
            Self::Contact => "Contact",
            Self::Country => "Country",
            Self::Service => "Service",
        }
    }

    /// Reads the word, of those that may be chosen; the first of them for anything else.
    pub fn read(text: Option<&str>, choices: &[Self]) -> Self {
        let found = choices.iter().copied().find(|one| Some(one.as_str()) == text);
        found.unwrap_or(Self::Day)
    }
}

/// What an address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseAsk {
    pub days: Option<String>,
    pub from: Option<String>,
    pub until: Option<String>,
    pub by: Option<String>,
    pub after: Option<String>,
}

/// Sums of a row or of the whole span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseSums {
    /// Sent; and what was paid of them, in segments.
    pub messages: i64,
    pub segments: i64,
    pub calls: i64,
    /// Billed seconds.
    pub seconds: i64,
    /// Messages delivered and calls answered.
    pub reached: i64,
    /// Less what was given back.
    pub spent: Money,
    /// The shop's part of it.
    pub share: Money,
}

impl UseSums {
    /// Nothing.
    pub const fn zero(currency: Currency) -> Self {
        let zero = Money::zero(currency);
        Self {
            messages: 0,
            segments: 0,
            calls: 0,
            seconds: 0,
            reached: 0,
            spent: zero,
            share: zero,
        }
    }

    /// `97 %` of messages and calls came through; nothing where there were none.
    pub fn success(&self) -> String {
        let tried = self.messages + self.calls;
        match tried {
            0 => String::new(),
            tried => format!("{} %", self.reached * 100 / tried),
        }
    }

    /// Billed minutes, whole.
    pub const fn minutes(&self) -> i64 {
        (self.seconds + 59) / 60
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseRow {
    pub key: String,
    pub name: String,
    pub sums: UseSums,
}

/// The report of a span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UseReport {
    pub period: Period,
    pub zone: String,
    pub currency: Currency,
    pub by: UseBy,
    pub sums: UseSums,
    /// What was spent, day by day; days of nothing among them.
    pub days: Vec<(NaiveDate, Money)>,
    pub page: Page<UseRow>,
    pub may_export: bool,
}

/// The words for a kind of use.
pub fn service_words(word: &str) -> &str {
    match word {
        "voice_inbound" => "Calls that came in",
        "voice_outbound" => "Calls made",
        "voice_ai" => "Calls an AI agent answered",
        "sms" => "Messages",
        "mms" => "Picture messages",
        "data" => "Data plans",
        "number_rental" => "Numbers",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_said_as_people_say_them() {
        let mut sums = UseSums::zero("USD".parse().unwrap());
        assert_eq!((sums.success().as_str(), sums.minutes()), ("", 0));
        sums.messages = 2;
        sums.calls = 1;
        sums.reached = 2;
        sums.seconds = 61;
        assert_eq!((sums.success().as_str(), sums.minutes()), ("66 %", 2));
        assert_eq!(UseBy::read(Some("contact"), &UseBy::SHOP), UseBy::Day);
        assert_eq!(UseBy::read(Some("contact"), &UseBy::OWN), UseBy::Contact);
    }
}
