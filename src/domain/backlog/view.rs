//! The queue by kind of job, and the jobs that failed.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    shared::logs::JobsView,
};

/// Failed jobs shown; more are an incident of one cause.
const TROUBLED_MAX: i32 = 100;

/// How the queue is now.
pub async fn view(backend: &Backend, _admin: &Admin) -> Result<JobsView, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let view = JobsView {
        now,
        tasks: store::tasks(&mut tx, now).await?,
        troubled: store::troubled(&mut tx, TROUBLED_MAX).await?,
    };
    tx.commit().await?;
    Ok(view)
}
