//! A draft is confirmed, or what failed in a batch is tried again.

use chrono::TimeDelta;
use serde_json::json;

use super::{batch::is_within_reach, store, work_batch};
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::{Member, Scope, System, WorksIn},
    },
    shared::ids::LineBatchId,
};

/// The page works on one line itself; the job looks after it when the page's process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum StartBatchError {
    /// Of another company or another member, or a draft that a later one replaced.
    #[error("no such batch")]
    NotFound,
    /// Nothing in it failed.
    #[error("nothing to try again")]
    NothingFailed,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(StartBatchError);

/// Begins; a second click finds it begun.
pub async fn start_batch(
    backend: &Backend,
    member: &Member,
    id: LineBatchId,
    origin: &Origin,
) -> Result<(), StartBatchError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let batch = lock(&mut tx, member, id).await?;
    if batch.started_at.is_some() {
        return Ok(());
    }
    store::batches::set_started(&mut tx, reseller, organization, id, now).await?;
    let people = store::batches::rows(&mut tx, reseller, organization, id)
        .await?
        .len();
    let audit = Audit {
        after: Some(json!({ "plan": batch.plan_name, "employees": people, "price": batch.price.amount() })),
        ..Audit::of("lines.assigned", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    go_on(tx, backend, member, id, people).await
}

/// Those that failed wait again, each under a new key, so that nobody is charged twice for one.
pub async fn retry_batch(
    backend: &Backend,
    member: &Member,
    id: LineBatchId,
    origin: &Origin,
) -> Result<(), StartBatchError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    lock(&mut tx, member, id).await?;
    let failed = store::batches::retry(&mut tx, reseller, organization, id).await?;
    if failed == 0 {
        return Err(StartBatchError::NothingFailed);
    }
    let audit = Audit {
        after: Some(json!({ "employees": failed })),
        ..Audit::of("lines.assigned_again", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    go_on(tx, backend, member, id, failed).await
}

async fn lock(
    tx: &mut Tx,
    member: &Member,
    id: LineBatchId,
) -> Result<store::batches::Batch, StartBatchError> {
    store::batches::lock(tx, member.reseller(), member.organization(), id)
        .await?
        .filter(|batch| is_within_reach(member, batch))
        .ok_or(StartBatchError::NotFound)
}

async fn go_on(
    mut tx: Tx,
    backend: &Backend,
    member: &Member,
    id: LineBatchId,
    people: usize,
) -> Result<(), StartBatchError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let job = Job::WorkLineBatch {
        reseller,
        organization,
        batch: id,
    };
    let is_one = people == 1;
    let after = if is_one {
        JOB_LOOKS_AFTER
    } else {
        TimeDelta::zero()
    };
    enqueue(&mut tx, &job, backend.now() + after).await?;
    tx.commit().await?;
    if is_one {
        work_batch(backend, &System::of(reseller, "page"), organization, id).await?;
    }
    Ok(())
}
