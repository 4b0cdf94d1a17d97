//! Comparisons as they were kept, and one more on request.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin, record_platform},
        error::Internal,
        queue::{Job, enqueue},
        scope::{Admin, Operates},
    },
    shared::operator::Reconciliation,
};

/// Comparisons shown.
const RUNS_MAX: i64 = 30;
/// Findings shown; more would be an incident.
const FINDINGS_MAX: i64 = 200;

/// The last comparisons and what they found that is still open.
pub async fn reconciliation(backend: &Backend, _admin: &Admin) -> Result<Reconciliation, Internal> {
    let mut tx = backend.begin_system().await?;
    let runs = store::comparisons(&mut tx, RUNS_MAX).await?;
    let findings = store::open_findings(&mut tx, FINDINGS_MAX).await?;
    let waiting = store::jobs_of_keys(&mut tx, &["compare_inventories:now".to_owned()]).await?;
    tx.commit().await?;
    Ok(Reconciliation {
        runs,
        findings,
        waiting_since: waiting.first().map(|job| job.run_at),
    })
}

/// Asks for a comparison now. Asked for twice before it runs, it runs once.
pub async fn compare_soon(backend: &Backend, by: &impl Operates, origin: &Origin) -> Result<(), Internal> {
    soon(
        backend,
        by,
        origin,
        Job::CompareInventories {},
        "comparison.requested",
    )
    .await
}

/// Asks for the catalogue to be brought up to date now.
pub async fn sync_soon(backend: &Backend, by: &impl Operates, origin: &Origin) -> Result<(), Internal> {
    soon(
        backend,
        by,
        origin,
        Job::SyncCatalogue {},
        "catalogue_sync.requested",
    )
    .await
}

async fn soon(
    backend: &Backend,
    by: &impl Operates,
    origin: &Origin,
    job: Job,
    action: &'static str,
) -> Result<(), Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    enqueue(&mut tx, &job, now).await?;
    record_platform(&mut tx, by, now, Audit::of(action, job.task(), origin)).await?;
    tx.commit().await?;
    Ok(())
}
