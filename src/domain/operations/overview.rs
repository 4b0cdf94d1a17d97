//! The operator's first page: what is stuck.

use super::{flight, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin, supply},
    shared::operator::OperatorOverview,
};

/// Rows of each table; the whole lists are a click away.
const ROWS_MAX: usize = 20;

/// Open cases, orders in flight, vendors, the last proof and comparison, the queue, events that changed nothing.
pub async fn overview(backend: &Backend, admin: &Admin) -> Result<OperatorOverview, Internal> {
    let providers = supply::list::list(backend, admin).await?;
    let rows = i64::try_from(ROWS_MAX).unwrap_or(i64::MAX);
    let mut tx = backend.begin_system().await?;
    let overview = OperatorOverview {
        counts: store::case_counts(&mut tx).await?,
        cases: store::open_cases(&mut tx, rows).await?,
        in_flight: flight::with_jobs(&mut tx, None, ROWS_MAX).await?,
        webhooks: store::odd_webhooks(&mut tx, rows).await?,
        providers,
        proof: store::last_run(&mut tx).await?,
        comparison: store::comparisons(&mut tx, 1).await?.pop(),
        queue: store::queue(&mut tx, backend.now()).await?,
    };
    tx.commit().await?;
    Ok(overview)
}
