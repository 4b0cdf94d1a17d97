//! An employee's data cap becomes a higher one, as somebody approved.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::Internal,
        queue::{Job, enqueue},
        scope::WorksIn,
    },
    shared::{
        ids::EmployeeId,
        policy::{Switch, Target},
    },
};

/// In the caller's transaction, which writes the audit log. Everything else that is decided for the employee stays; a line
/// that stands still for the cap goes on.
pub async fn raise_cap(
    conn: &mut PgConnection,
    scope: &impl WorksIn,
    now: DateTime<Utc>,
    employee: EmployeeId,
    data_mb: i64,
) -> Result<(), Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let target = Target::Employee(employee);
    let mut rules = store::hold(conn, reseller, organization, target).await?;
    rules.data_cap_mb = Some(Switch::On(data_mb));
    store::put(conn, reseller, organization, target, &rules, now).await?;
    let job = Job::SettleCaps {
        reseller,
        organization,
    };
    enqueue(conn, &job, now).await?;
    Ok(())
}
