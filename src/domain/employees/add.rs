//! Enters an employee.

use serde_json::json;

use super::{
    EMPLOYEES_MAX,
    details::{self, Written},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::WorksIn,
        teams,
    },
    shared::{
        company::{EmployeeFault, EmployeeRow},
        ids::EmployeeId,
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct Add<'a> {
    /// Chosen by the caller, so that a repeated request finds its employee.
    pub id: EmployeeId,
    pub written: &'a Written,
    pub origin: &'a Origin,
}

/// Why there is no new employee.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("{0:?}")]
    Wrong(EmployeeFault),
    #[error("the company has as many employees as it may")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddError);

/// The new employee; the same id again returns the one made first.
pub async fn add(backend: &Backend, scope: &impl WorksIn, add: Add<'_>) -> Result<EmployeeRow, AddError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let today = store::today(&mut tx, reseller, organization, now).await?;
    if let Some(made) = store::find(&mut tx, reseller, organization, add.id, today).await? {
        tx.commit().await?;
        return Ok(made);
    }
    let teams = teams::choices(&mut tx, scope).await?;
    let details = details::read(scope, add.written, &teams, today).map_err(|faults| {
        faults.first().map_or_else(
            || AddError::Internal(Internal::broken("refused without a fault")),
            |fault| AddError::Wrong(*fault),
        )
    })?;
    if store::count(&mut tx, reseller, organization).await? >= EMPLOYEES_MAX {
        return Err(AddError::TooMany);
    }
    if !store::insert(&mut tx, reseller, organization, add.id, &details, now).await? {
        return Err(AddError::Wrong(EmployeeFault::EmailTaken));
    }
    let made = store::find(&mut tx, reseller, organization, add.id, today)
        .await?
        .ok_or_else(|| Internal::broken("a new employee is not there"))?;
    let audit = Audit {
        after: Some(json!({
            "email": made.email,
            "name": format!("{} {}", made.first_name, made.last_name),
            "team": made.team.as_ref().map(|team| &team.name),
            "cost_centre": made.cost_centre,
            "starts_on": made.starts_on,
        })),
        ..Audit::of("employee.added", add.id, add.origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(made)
}
