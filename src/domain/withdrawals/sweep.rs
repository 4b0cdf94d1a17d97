//! Finds withdrawals that nobody looks after any more and gives them a job again. See `orders::sweep`.

use chrono::TimeDelta;

use super::{advance::LONGEST_PAUSE, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// A withdrawal that has not moved for as long has lost its job.
const SWEPT_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Withdrawals taken up by one sweep.
const SWEEP_MAX: i64 = 500;

/// Enqueues every withdrawal that has not moved for a while. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let asked_before = now - LONGEST_PAUSE - SWEPT_AFTER;
    let mut tx = backend.begin_system().await?;
    let idle = store::idle(&mut tx, now - SWEPT_AFTER, asked_before, SWEEP_MAX).await?;
    for (reseller, withdrawal) in &idle {
        let job = Job::AdvanceWithdrawal {
            reseller: *reseller,
            withdrawal: *withdrawal,
        };
        enqueue(&mut tx, &job, now).await?;
    }
    tx.commit().await?;
    Ok(idle.len())
}
