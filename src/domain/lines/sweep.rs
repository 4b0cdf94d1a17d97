//! Every five minutes: lines of those who left, lines that were replaced, and what nobody looks after any more.

use chrono::TimeDelta;

use super::{
    settle_leavers::{put_all, settle_leavers},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// Younger wishes and batches are still with their own job.
const SWEPT_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Taken up by one sweep.
const SWEEP_MAX: i64 = 500;

/// Returns how many were given work.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let leavers = settle_leavers(backend, None).await?;
    let mut tx = backend.begin_system().await?;
    let replaced = store::wishes::replaced(&mut tx, SWEEP_MAX).await?;
    tx.commit().await?;
    let replaced = put_all(backend, &replaced).await?;

    let mut tx = backend.begin_system().await?;
    let idle = store::wishes::idle(&mut tx, now - SWEPT_AFTER, SWEEP_MAX).await?;
    for (reseller, organization, wish) in &idle {
        let job = Job::AdvanceLineWish {
            reseller: *reseller,
            organization: *organization,
            wish: *wish,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    let batches = store::batches::idle(&mut tx, now - SWEPT_AFTER, SWEEP_MAX).await?;
    for (reseller, organization, batch) in &batches {
        let job = Job::WorkLineBatch {
            reseller: *reseller,
            organization: *organization,
            batch: *batch,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    tx.commit().await?;
    Ok(leavers + replaced + idle.len() + batches.len())
}
