//! The last proof of the books.

use super::super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::ledger::VerifyRun,
};

/// When the books were proven last, and what was found; `None` before the first night.
pub async fn run(backend: &Backend, _operator: &impl Operates) -> Result<Option<VerifyRun>, Internal> {
    let mut tx = backend.begin_system().await?;
    let run = store::last_run(&mut tx).await?;
    tx.commit().await?;
    Ok(run)
}
