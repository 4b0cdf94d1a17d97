//! Numbers of a company, as its members see them.

use serde::{Deserialize, Serialize};

use super::{
    ids::{TeamId, UserId},
    message::QuietHours,
    number::NumberView,
};

/// A number, who uses it and what that counts for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyNumber {
    pub number: NumberView,
    pub member: Option<UserId>,
    pub member_name: Option<String>,
    pub team: Option<TeamId>,
    pub team_name: Option<String>,
    pub is_for_all: bool,
    pub cost_centre: String,
}

impl CompanyNumber {
    /// Who uses it.
    pub fn used_by(&self) -> String {
        let mut who: Vec<String> = self.member_name.iter().cloned().collect();
        who.extend(self.team_name.iter().map(|team| format!("team {team}")));
        if self.is_for_all {
            who.push("everybody".into());
        }
        if who.is_empty() {
            "Nobody yet".into()
        } else {
            who.join(", ")
        }
    }
}

/// A number with what the member may do about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CompanyNumberView {
    pub number: CompanyNumber,
    /// Says who uses it, and gives it back.
    pub can_manage: bool,
    /// Says what becomes of calls to it.
    pub can_steer: bool,
    /// When it writes to nobody, for who says so.
    pub quiet: Option<QuietHours>,
    /// Writes and rings from it.
    pub can_send: bool,
    /// Members it can be given to; empty for who does not manage.
    pub members: Vec<(UserId, String)>,
    pub teams: Vec<super::company::TeamChoice>,
}
