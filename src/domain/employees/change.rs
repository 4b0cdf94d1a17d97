//! Changes what is known of an employee.

use serde_json::{Map, Value, json};

use super::{
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

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Of another company, or out of reach.
    #[error("no such employee")]
    NotFound,
    #[error("{0:?}")]
    Wrong(EmployeeFault),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeError);

/// All fields at once. A manager moves people among the own teams alone.
pub async fn change(
    backend: &Backend,
    scope: &impl WorksIn,
    id: EmployeeId,
    written: &Written,
    origin: &Origin,
) -> Result<(), ChangeError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let today = store::today(&mut tx, reseller, organization, now).await?;
    store::lock(&mut tx, reseller, organization, id).await?;
    let before = store::find(&mut tx, reseller, organization, id, today)
        .await?
        .filter(|row| scope.reaches(row.team.as_ref().map(|team| team.id)))
        .ok_or(ChangeError::NotFound)?;
    let teams = teams::choices(&mut tx, scope).await?;
    let details = details::read(scope, written, &teams, today).map_err(|faults| {
        faults.first().map_or_else(
            || ChangeError::Internal(Internal::broken("refused without a fault")),
            |fault| ChangeError::Wrong(*fault),
        )
    })?;
    if !store::update(&mut tx, reseller, organization, id, &details).await? {
        return Err(ChangeError::Wrong(EmployeeFault::EmailTaken));
    }
    let after = store::find(&mut tx, reseller, organization, id, today)
        .await?
        .ok_or_else(|| Internal::broken("a changed employee is not there"))?;
    let (was, is) = changed(&before, &after);
    if !is.is_empty() {
        let audit = Audit {
            before: Some(Value::Object(was)),
            after: Some(Value::Object(is)),
            ..Audit::of("employee.changed", id, origin)
        };
        audit::record(&mut tx, scope, now, audit).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The fields that differ, before and after.
fn changed(before: &EmployeeRow, after: &EmployeeRow) -> (Map<String, Value>, Map<String, Value>) {
    let fields = |row: &EmployeeRow| {
        let team = row.team.as_ref().map(|team| team.name.clone());
        [
            ("email", json!(row.email)),
            ("first_name", json!(row.first_name)),
            ("last_name", json!(row.last_name)),
            ("phone_model", json!(row.phone_model)),
            ("cost_centre", json!(row.cost_centre)),
            ("team", json!(team)),
            ("starts_on", json!(row.starts_on)),
            ("ends_on", json!(row.ends_on)),
        ]
    };
    fields(before)
        .into_iter()
        .zip(fields(after))
        .filter(|((_, was), (_, is))| was != is)
        .map(|((name, was), (_, is))| ((name.to_owned(), was), (name.to_owned(), is)))
        .unzip()
}
