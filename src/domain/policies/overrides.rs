//! Who has rules of their own.

use super::store::OverrideFound;
use crate::{
    domain::scope::WorksIn,
    shared::policy::{OverrideRow, Target},
};

/// Those within reach.
pub(super) fn overrides(scope: &impl WorksIn, found: Vec<OverrideFound>) -> Vec<OverrideRow> {
    found
        .into_iter()
        .filter(|row| scope.reaches(row.team.or(row.employee_team)))
        .filter_map(|row| {
            let target = match (row.team, row.employee) {
                (Some(team), None) => Target::Team(team),
                (None, Some(employee)) => Target::Employee(employee),
                _ => return None,
            };
            Some(OverrideRow {
                target,
                name: row.name,
                rules: row.rules,
            })
        })
        .collect()
}
