//! How many messages a company, its teams and its members may send in a month.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    company::TeamChoice,
    ids::{TeamId, UserId},
};

/// The largest limit.
pub const LIMIT_MAX: i64 = 100_000_000;

/// The quotas of the month, as far as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotasView {
    /// First day of the month, in the company's time zone.
    pub month: NaiveDate,
    pub timezone: String,
    pub company: QuotaUse,
    /// Above a limit messages are sent all the same.
    pub is_overage_allowed: bool,
    pub teams: Vec<TeamQuota>,
    /// Those with a limit or with messages this month, most first.
    pub members: Vec<MemberQuota>,
    /// Everybody a limit can be set for; empty unless the reader may.
    pub choices: Vec<MemberChoice>,
    pub team_choices: Vec<TeamChoice>,
    pub may_edit: bool,
}

/// Segments: of 160 characters, or of 70 with signs beyond the basic ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaUse {
    pub used: i64,
    /// `None` is no limit.
    pub limit: Option<i64>,
}

impl QuotaUse {
    /// The limit, or `None`.
    pub fn limit_in_words(&self) -> String {
        self.limit
            .map_or_else(|| "None".to_owned(), |limit| limit.to_string())
    }
}

/// A team's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamQuota {
    pub id: TeamId,
    pub name: String,
    pub quota: QuotaUse,
}

/// A member's month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberQuota {
    pub id: UserId,
    pub name: String,
    /// Not in the company any more; what they sent still counts.
    pub has_left: bool,
    pub quota: QuotaUse,
}

impl MemberQuota {
    /// The name, and whether they have left.
    pub fn called(&self) -> String {
        let left = if self.has_left { " (left)" } else { "" };
        format!("{}{left}", self.name)
    }
}

/// A member to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChoice {
    pub id: UserId,
    pub name: String,
}
