//! Whoever asked takes it back.

use serde_json::json;

use super::{hold, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::{approval::ApprovalState, ids::ApprovalId},
};

/// Why it still waits.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    #[error("no such request")]
    NotFound,
    #[error("it is not yours")]
    NotYours,
    #[error("it is not open any more")]
    NotOpen,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(WithdrawError);

/// Only an open one, and only one's own.
pub async fn withdraw(
    backend: &Backend,
    member: &Member,
    id: ApprovalId,
    origin: &Origin,
) -> Result<(), WithdrawError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let request = hold(&mut tx, member, id).await?.ok_or(WithdrawError::NotFound)?;
    if request.requester != member.user() {
        return Err(WithdrawError::NotYours);
    }
    if request.state != ApprovalState::Open {
        return Err(WithdrawError::NotOpen);
    }
    let decision = store::Decision {
        state: ApprovalState::Withdrawn,
        by: None,
        answer: "",
    };
    store::decide(&mut tx, reseller, organization, id, &decision, now).await?;
    let audit = Audit {
        before: Some(json!({ "what": request.what() })),
        ..Audit::of("approval.withdrawn", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
