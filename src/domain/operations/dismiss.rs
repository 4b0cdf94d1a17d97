//! An operator knows better, or has done what was to do elsewhere.

use super::decision::{self, DecideError, Resolution, Start};
use crate::{backend::Backend, domain::scope::Operator, shared::ids::CaseId};

/// Closes the case and moves nothing. The same finding does not open it again; a different one does.
pub async fn dismiss(backend: &Backend, by: &Operator, id: CaseId, reason: &str) -> Result<(), DecideError> {
    let reason = decision::reason(reason)?;
    match decision::start(backend, by, id, &[], Resolution::Dismissed).await? {
        Start::Open(case) => decision::close(backend, by, &case, Resolution::Dismissed, reason).await,
        Start::Done => Ok(()),
    }
}
