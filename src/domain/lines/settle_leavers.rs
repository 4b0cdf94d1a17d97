//! The lines of those who have left are suspended or ended, as the company wants it.

use chrono::TimeDelta;

use super::{NewWish, put_wish, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::System},
    shared::ids::EmployeeId,
};

/// Lines taken up at once.
const LINES_MAX: i64 = 500;

/// Writes a wish for every line of somebody whose last day is over, once. `only` narrows to one employee. Returns how
/// many.
pub async fn settle_leavers(backend: &Backend, only: Option<EmployeeId>) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system_search().await?;
    let due = store::wishes::of_leavers(&mut tx, only, now, LINES_MAX).await?;
    tx.commit().await?;
    put_all(backend, &due).await
}

/// One transaction for each line: they belong to different shops.
pub(super) async fn put_all(backend: &Backend, due: &[store::wishes::Due]) -> Result<usize, Internal> {
    let now = backend.now();
    let mut put = 0;
    for one in due {
        let system = System::of(one.reseller, "lines");
        let new = NewWish {
            organization: one.organization,
            line: one.line,
            verb: one.verb,
            why: one.why,
            reason: "",
            origin: None,
            job_after: TimeDelta::zero(),
        };
        let mut tx = backend.begin(&system).await?;
        put += usize::from(put_wish(&mut tx, &system, now, &new).await?.is_some());
        tx.commit().await?;
    }
    Ok(put)
}
