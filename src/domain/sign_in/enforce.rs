//! The company's own sign-in is the only way in for everybody but its owners.

use serde_json::json;

use super::store::connections;
use crate::{
    backend::Backend,
    domain::{
        accounts,
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
};

/// Why it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EnforceError {
    /// Switched off, or nobody came through with these settings yet: everybody would be shut out.
    #[error("not proven")]
    NotProven,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EnforceError);

/// Switches it on or off; how many sessions begun with a password ended.
pub async fn enforce(
    backend: &Backend,
    member: &Member,
    is_enforced: bool,
    origin: &Origin,
) -> Result<u64, EnforceError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let row = connections::find(&mut tx, reseller, organization)
        .await?
        .filter(|row| !is_enforced || (row.is_on && row.is_proven))
        .ok_or(EnforceError::NotProven)?;
    connections::set_enforced(&mut tx, reseller, organization, is_enforced, now).await?;
    let ended = if is_enforced {
        accounts::end_password_sessions(&mut tx, reseller, organization).await?
    } else {
        0
    };
    let audit = Audit {
        before: Some(json!({ "enforced": row.is_enforced })),
        after: Some(json!({ "enforced": is_enforced, "sessions_ended": ended })),
        ..Audit::of("sign_in.enforced", organization, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(ended)
}
