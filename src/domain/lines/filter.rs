//! Which lines, as the address says.

use crate::shared::{
    esim::EsimState,
    ids::{EmployeeId, LineId, PlanId, TeamId},
};

/// What does not narrow is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFilter {
    pub team: Option<TeamId>,
    pub plan: Option<PlanId>,
    pub employee: Option<EmployeeId>,
    /// A state's word, `all`, or empty for all that have not ended.
    pub state: String,
    /// The last line of the page before.
    pub after: Option<LineId>,
}

impl LineFilter {
    /// Reads the fields of an address; rubbish does not narrow.
    pub fn parse(team: &str, plan: &str, employee: &str, state: &str, after: &str) -> Self {
        let is_state = state == "all" || EsimState::parse(state).is_some();
        Self {
            team: team.parse().ok(),
            plan: plan.parse().ok(),
            employee: employee.parse().ok(),
            state: if is_state { state.to_owned() } else { String::new() },
            after: after.parse().ok(),
        }
    }

    /// Every line of an employee, ended ones too.
    pub fn of(employee: EmployeeId) -> Self {
        Self {
            employee: Some(employee),
            state: "all".to_owned(),
            ..Self::default()
        }
    }
}
