//! Finds orders that nobody looks after any more and gives them a job again.
//!
//! Every order in flight has a job, written with it. A job given up after its last try, or deleted by hand, would
//! leave an order lying; the sweep, every minute, makes that impossible. A job that exists is replaced by the same.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        queue::{Job, enqueue},
    },
};

/// Orders younger than this are still with the page that placed them.
const SWEPT_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Orders taken up by one sweep.
const SWEEP_MAX: i64 = 500;

/// Enqueues every order that has not moved for a while. Returns how many.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let idle = store::idle_orders(&mut tx, now - SWEPT_AFTER, SWEEP_MAX).await?;
    for (reseller, order) in &idle {
        enqueue(
            &mut tx,
            &Job::AdvanceOrder {
                reseller: *reseller,
                order: *order,
            },
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(idle.len())
}
