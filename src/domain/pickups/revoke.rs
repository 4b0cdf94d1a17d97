//! Takes a line's link back.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::ids::LineId,
};

/// Why nothing was taken back.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// There is none.
    #[error("no link")]
    NoLink,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RevokeError);

/// The link stops working at once, printed or mailed. What is installed stays installed.
pub async fn revoke(
    backend: &Backend,
    scope: &impl WorksIn,
    line: LineId,
    origin: &Origin,
) -> Result<(), RevokeError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let receiver = store::receiver(&mut tx, reseller, organization, line)
        .await?
        .filter(|receiver| scope.reaches(receiver.team))
        .ok_or(RevokeError::NotFound)?;
    if store::revoke(&mut tx, reseller, organization, line, now).await? == 0 {
        return Err(RevokeError::NoLink);
    }
    let audit = Audit {
        before: Some(json!({ "employee": receiver.name() })),
        ..Audit::of("line.pickup_revoked", line, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
