//! What using a file would do now.

use std::collections::HashSet;

use sqlx::PgConnection;

use super::file;
use crate::{
    domain::{
        employees::{
            EMPLOYEES_MAX,
            details::{self, Details},
            store,
        },
        error::Internal,
        scope::WorksIn,
        teams,
    },
    shared::company::{EmployeeFault, ImportRefused, TeamChoice},
};

/// The rows that can be taken and those that cannot.
pub(super) struct Plan {
    pub good: Vec<(i64, Details)>,
    pub refused: Vec<ImportRefused>,
    /// Within reach.
    pub teams: Vec<TeamChoice>,
    /// The company would have more employees than it may.
    pub is_too_many: bool,
}

/// Reads the kept text against the company as it is, in the caller's transaction.
pub(super) async fn plan(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    text: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Plan, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let lines = file::lines(text).map_err(|error| Internal::broken(format!("a kept file: {error}")))?;
    let today = store::today(conn, reseller, organization, now).await?;
    let teams = teams::choices(conn, scope).await?;
    let addresses: Vec<String> = lines
        .iter()
        .map(|(_, written)| written.email.trim().to_ascii_lowercase())
        .collect();
    let taken = store::taken(conn, reseller, organization, &addresses).await?;
    let taken: HashSet<String> = taken.into_iter().collect();
    let mut seen = HashSet::new();
    let (mut good, mut refused) = (vec![], vec![]);
    for ((line, written), address) in lines.into_iter().zip(addresses) {
        let mut faults = vec![];
        if taken.contains(&address) {
            faults.push(EmployeeFault::EmailTaken);
        } else if !address.is_empty() && !seen.insert(address) {
            faults.push(EmployeeFault::EmailTwice);
        }
        match details::read(scope, &written, &teams, today) {
            Ok(details) if faults.is_empty() => good.push((line, details)),
            Ok(_) => refused.push(ImportRefused {
                line,
                who: written.email,
                faults,
            }),
            Err(more) => {
                faults.extend(more);
                refused.push(ImportRefused {
                    line,
                    who: written.email,
                    faults,
                });
            }
        }
    }
    let count = store::count(conn, reseller, organization).await?;
    let is_too_many = count + i64::try_from(good.len()).unwrap_or(i64::MAX) > EMPLOYEES_MAX;
    Ok(Plan {
        good,
        refused,
        teams,
        is_too_many,
    })
}
