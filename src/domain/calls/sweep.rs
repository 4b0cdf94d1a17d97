//! Regular: calls nobody takes further, and calls whose end nobody reported.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// Longer than any step takes, and than a report is late.
const IDLE: TimeDelta = TimeDelta::minutes(2);
/// Taken up at once.
const MOST: i64 = 500;

/// Enqueues their jobs; how many.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let calls = store::idle(&mut tx, now - IDLE, MOST).await?;
    for (reseller, call, is_rung) in &calls {
        let (reseller, call) = (*reseller, *call);
        let job = match is_rung {
            true => Job::ConcludeCall { reseller, call },
            false => Job::AdvanceCall { reseller, call },
        };
        enqueue(&mut tx, &job, now).await?;
    }
    tx.commit().await?;
    Ok(calls.len())
}
