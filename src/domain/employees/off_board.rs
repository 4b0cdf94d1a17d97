//! Somebody leaves the company.

use chrono::NaiveDate;
use serde_json::json;

use super::{details::day, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::WorksIn,
    },
    shared::{company::EmployeeFault, ids::EmployeeId, line::LeaverLines},
};

/// Why the employee stays.
#[derive(Debug, thiserror::Error)]
pub enum OffBoardError {
    /// Of another company, or out of reach.
    #[error("no such employee")]
    NotFound,
    #[error("{0:?}")]
    Wrong(EmployeeFault),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(OffBoardError);

/// Sets the last day, `2026-01-31`, in the company's time zone. Today is possible, and so is a day before. When it is
/// over, the employee's lines are taken care of as `lines` says, or as the company does for all.
pub async fn off_board(
    backend: &Backend,
    scope: &impl WorksIn,
    id: EmployeeId,
    last_day: &str,
    lines: Option<LeaverLines>,
    origin: &Origin,
) -> Result<(), OffBoardError> {
    let last_day = day(last_day).ok_or(OffBoardError::Wrong(EmployeeFault::EndsOn))?;
    write(backend, scope, id, Last::On(last_day), lines, origin).await
}

/// When somebody's work ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Last {
    /// With this day.
    On(NaiveDate),
    /// It has ended: yesterday was the last day, and the first one too of somebody who had not begun by then.
    Over,
}

pub(super) async fn write(
    backend: &Backend,
    scope: &impl WorksIn,
    id: EmployeeId,
    last: Last,
    lines: Option<LeaverLines>,
    origin: &Origin,
) -> Result<(), OffBoardError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let today = store::today(&mut tx, reseller, organization, now).await?;
    store::lock(&mut tx, reseller, organization, id).await?;
    let employee = store::find(&mut tx, reseller, organization, id, today)
        .await?
        .filter(|row| scope.reaches(row.team.as_ref().map(|team| team.id)))
        .ok_or(OffBoardError::NotFound)?;
    let (starts_on, last_day) = match last {
        Last::On(day) if day < employee.starts_on => {
            return Err(OffBoardError::Wrong(EmployeeFault::EndsBeforeStart));
        }
        Last::On(day) => (employee.starts_on, day),
        Last::Over => {
            let yesterday = today.pred_opt().unwrap_or(today);
            (employee.starts_on.min(yesterday), yesterday)
        }
    };
    store::set_end(&mut tx, reseller, organization, id, (starts_on, last_day), lines).await?;
    if last_day < today {
        let job = Job::SettleLeaver {
            reseller,
            employee: id,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    let audit = Audit {
        before: Some(json!({ "starts_on": employee.starts_on, "ends_on": employee.ends_on })),
        after: Some(
            json!({ "starts_on": starts_on, "ends_on": last_day, "lines": lines.map(LeaverLines::in_words) }),
        ),
        ..Audit::of("employee.off_boarded", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
