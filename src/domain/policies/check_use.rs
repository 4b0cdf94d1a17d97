//! What a company's data caps say to the use of a month.

use crate::shared::policy::Effective;

/// Percent of a cap at which somebody is warned.
const WARN_PERCENT: i128 = 80;
const BYTES_PER_MB: i128 = 1_000_000;

/// Bytes used in the present month of the company.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    pub employee_bytes: i64,
    /// Of the whole team.
    pub team_bytes: i64,
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Below the warning. A line that stands still for its cap may go on.
    Nothing,
    /// Near a cap, or over one that stops nothing.
    Warn,
    /// The employee's lines stop.
    Suspend,
}

/// What the caps say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CapUse {
    pub decision: Decision,
    /// Of the nearer cap; `None` where there is none.
    pub percent: Option<i64>,
}

/// The employee's cap and the team's, whichever is nearer, by the rules that count for the employee.
pub fn check_use(rules: &Effective, used: Used) -> CapUse {
    let caps = [
        (rules.data_cap_mb.value, used.employee_bytes),
        (rules.team_cap_mb.value, used.team_bytes),
    ];
    let percent = caps
        .into_iter()
        .filter_map(|(cap, bytes)| Some(percent(bytes, cap.on()?)))
        .max();
    let decision = match percent {
        Some(100..) if rules.suspend_at_cap.value => Decision::Suspend,
        Some(WARN_PERCENT..) => Decision::Warn,
        _ => Decision::Nothing,
    };
    CapUse {
        decision,
        percent: percent.map(|percent| i64::try_from(percent).unwrap_or(i64::MAX)),
    }
}

fn percent(bytes: i64, cap_mb: i64) -> i128 {
    i128::from(bytes) * 100 / (i128::from(cap_mb).max(1) * BYTES_PER_MB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cap_is_reached_by_its_last_byte_and_not_before() {
        assert_eq!(percent(99_999_999, 100), 99);
        assert_eq!(percent(100_000_000, 100), 100);
        assert_eq!(percent(i64::MAX, 1), 922_337_203_685_477);
    }
}
