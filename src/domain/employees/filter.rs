//! Which employees, as the address says.

use crate::shared::{
    company::EmployeeState,
    ids::{EmployeeId, TeamId},
};

/// What does not narrow is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EmployeeFilter {
    /// The beginning of a name, last name or e-mail address.
    pub q: String,
    pub team: Option<TeamId>,
    /// `None`: everybody who has not left.
    pub state: Option<EmployeeState>,
    /// The last employee of the page before.
    pub after: Option<EmployeeId>,
}

/// Characters of the longest search.
const SEARCH_MAX: usize = 254;

impl EmployeeFilter {
    /// Reads the fields of an address; rubbish does not narrow.
    pub fn parse(q: &str, team: &str, state: &str, after: &str) -> Self {
        Self {
            q: q.trim()
                .to_lowercase()
                .chars()
                .filter(|c| !c.is_control())
                .take(SEARCH_MAX)
                .collect(),
            team: team.parse().ok(),
            state: EmployeeState::parse(state),
            after: after.parse().ok(),
        }
    }
}
