//! Whether an employee may use data in a country.

use crate::shared::{
    place::CountryCode,
    policy::{DecidedBy, Effective},
};

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Roaming {
    Allowed,
    /// Somebody is told.
    Blocked {
        by: DecidedBy,
    },
    /// Somebody is told, and the line stops.
    Stopped {
        by: DecidedBy,
    },
}

/// By the rules that count for the employee.
pub fn roaming(rules: &Effective, country: CountryCode) -> Roaming {
    let by = rules.blocked.by;
    match (rules.blocked.value.contains(&country), rules.stop_roaming.value) {
        (false, _) => Roaming::Allowed,
        (true, false) => Roaming::Blocked { by },
        (true, true) => Roaming::Stopped { by },
    }
}
