//! An operator has failed jobs run again.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Admin,
    },
};

/// Which jobs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retry {
    /// One that failed.
    One(i64),
    /// All of a kind that were given up.
    GivenUp { task: String },
}

/// Why nothing runs again.
#[derive(Debug, thiserror::Error)]
pub enum RetryError {
    /// Done, running, or never there.
    #[error("no such failed job")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RetryError);

/// Lets them run at once with all their tries, and says how many. A job that is done by now stays done.
pub async fn retry(
    backend: &Backend,
    admin: &Admin,
    which: &Retry,
    origin: &Origin,
) -> Result<i64, RetryError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let (one, task) = match which {
        Retry::One(id) => (Some(*id), None),
        Retry::GivenUp { task } => (None, Some(task.as_str())),
    };
    let retried = store::retry(&mut tx, one, task, now).await?;
    if retried == 0 {
        return Err(RetryError::NotFound);
    }
    let entity = one.map_or_else(|| task.unwrap_or_default().to_owned(), |id| format!("job {id}"));
    let mut audit = Audit::of("jobs.retried", entity, origin);
    audit.after = Some(serde_json::json!({ "retried": retried }));
    audit::record_platform(&mut tx, admin, now, audit).await?;
    tx.commit().await?;
    Ok(retried)
}
