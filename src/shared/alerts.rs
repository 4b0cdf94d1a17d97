//! What a company is told when it nears a limit.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ids::AlertId, paging::Page, permissions::OrganizationRole};

/// What an alert is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AlertKind {
    /// The data of a line.
    Line,
    /// The monthly data cap of an employee or a team.
    Cap,
    /// Data that was used where roaming is blocked.
    Roaming,
    /// A budget.
    Budget,
    /// A quota of messages.
    Quota,
    /// The company's balance.
    Balance,
}

impl AlertKind {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Line,
        Self::Cap,
        Self::Roaming,
        Self::Budget,
        Self::Quota,
        Self::Balance,
    ];

    /// The word in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Cap => "cap",
            Self::Roaming => "roaming",
            Self::Budget => "budget",
            Self::Quota => "quota",
            Self::Balance => "balance",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Line => "Data of a line",
            Self::Cap => "Monthly data caps",
            Self::Roaming => "Roaming where it is blocked",
            Self::Budget => "Budgets",
            Self::Quota => "Message quotas",
            Self::Balance => "The balance",
        }
    }

    /// When those are told that have no percentages here: use abroad has none, and each budget its own.
    pub const fn told_when(self) -> Option<&'static str> {
        match self {
            Self::Roaming => Some("At the first use in a month, for each line and country."),
            Self::Budget => Some("Each budget has percentages of its own, at Budgets."),
            Self::Balance => Some("When it falls below the amount that is set at Wallet."),
            Self::Line | Self::Cap | Self::Quota => None,
        }
    }

    /// Whether what was passed is a percentage.
    pub const fn passes_percent(self) -> bool {
        !matches!(self, Self::Roaming | Self::Balance)
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// Roles that can be mailed. A manager is mailed about the own teams alone.
pub const MAILED: [OrganizationRole; 4] = [
    OrganizationRole::Owner,
    OrganizationRole::Admin,
    OrganizationRole::Finance,
    OrganizationRole::Manager,
];

/// Thresholds of one kind at most.
pub const THRESHOLDS_MAX: usize = 5;
/// The highest threshold, in per cent.
pub const THRESHOLD_MAX: i16 = 1_000;

/// When somebody is told of a kind of thing, and who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRule {
    pub kind: AlertKind,
    /// In per cent, rising; none at all tells nobody.
    pub thresholds: Vec<i16>,
    /// Roles that get it by mail. Everybody who may see spend finds it at Alerts.
    pub mailed: Vec<OrganizationRole>,
}

impl AlertRule {
    /// What holds until somebody changes it: 80 and 100 %, to the owners and managers, and to finance about money and messages.
    pub fn usual(kind: AlertKind) -> Self {
        let mut mailed = vec![OrganizationRole::Owner, OrganizationRole::Manager];
        if matches!(kind, AlertKind::Budget | AlertKind::Quota | AlertKind::Balance) {
            mailed.insert(1, OrganizationRole::Finance);
        }
        Self {
            kind,
            thresholds: vec![80, 100],
            mailed,
        }
    }

    /// The highest threshold that this many per cent have passed.
    pub fn passed(&self, percent: i64) -> Option<i16> {
        self.thresholds
            .iter()
            .copied()
            .filter(|threshold| i64::from(*threshold) <= percent)
            .max()
    }

    /// `80, 100`.
    pub fn in_words(&self) -> String {
        let words: Vec<String> = self.thresholds.iter().map(ToString::to_string).collect();
        words.join(", ")
    }

    /// Reads `80, 100`; rising and each once. `None` when it cannot be read, is below 1 or above 1,000, or is too long.
    pub fn read_thresholds(text: &str) -> Option<Vec<i16>> {
        let mut read = vec![];
        for part in text
            .split([',', ';', ' '])
            .map(|part| part.trim().trim_end_matches('%'))
        {
            if part.is_empty() {
                continue;
            }
            let threshold: i16 = part.parse().ok()?;
            if !(1..=THRESHOLD_MAX).contains(&threshold) {
                return None;
            }
            read.push(threshold);
        }
        read.sort_unstable();
        read.dedup();
        (read.len() <= THRESHOLDS_MAX).then_some(read)
    }
}

/// An alert as its company sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    pub id: AlertId,
    pub at: DateTime<Utc>,
    pub kind: AlertKind,
    /// In per cent.
    pub threshold: i16,
    pub title: String,
    pub detail: String,
    /// The page of what it is about.
    pub path: String,
    /// The reader has not looked since.
    pub is_new: bool,
}

/// A page of alerts, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertsView {
    pub page: Page<AlertRow>,
    pub unread: i64,
    pub may_edit: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_read_as_people_write_them_and_nonsense_is_none() {
        assert_eq!(AlertRule::read_thresholds("100 %, 80;80"), Some(vec![80, 100]));
        assert_eq!(AlertRule::read_thresholds(""), Some(vec![]));
        for odd in ["0", "-5", "1001", "eighty", "1,2,3,4,5,6", "99999999999"] {
            assert_eq!(AlertRule::read_thresholds(odd), None, "{odd}");
        }
        let rule = AlertRule::usual(AlertKind::Line);
        assert_eq!(
            (rule.passed(79), rule.passed(80), rule.passed(250)),
            (None, Some(80), Some(100))
        );
    }
}
