//! Somebody else says no.

use serde_json::json;

use super::{
    approve::{ApproveError, decidable},
    path, store, text,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{self, Notice},
        scope::{Member, Scope, WorksIn},
    },
    shared::{approval::ApprovalState, ids::ApprovalId},
};

/// Why it is not refused.
#[derive(Debug, thiserror::Error)]
pub enum RefuseError {
    #[error("no such request")]
    NotFound,
    #[error("it is your own request")]
    Own,
    #[error("you may not decide")]
    NotYours,
    #[error("it is not open any more")]
    NotOpen,
    /// Longer than 500 characters.
    #[error("the answer cannot be kept")]
    Answer,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RefuseError);

/// With a word on why, which may be empty.
pub async fn refuse(
    backend: &Backend,
    member: &Member,
    id: ApprovalId,
    answer: &str,
    origin: &Origin,
) -> Result<(), RefuseError> {
    let answer = text(answer).ok_or(RefuseError::Answer)?;
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let request = decidable(&mut tx, backend, member, id)
        .await
        .map_err(|error| match error {
            ApproveError::NotFound => RefuseError::NotFound,
            ApproveError::Own => RefuseError::Own,
            ApproveError::NotYours => RefuseError::NotYours,
            ApproveError::NotOpen | ApproveError::Budget | ApproveError::Buy(_) => RefuseError::NotOpen,
            ApproveError::Internal(error) => RefuseError::Internal(error),
        })?;
    let decision = store::Decision {
        state: ApprovalState::Refused,
        by: Some(member.user()),
        answer: &answer,
    };
    store::decide(&mut tx, reseller, organization, id, &decision, now).await?;
    let audit = Audit {
        after: Some(json!({
            "what": request.what(), "requester": request.requester_name, "answer": answer,
        })),
        ..Audit::of("approval.refused", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    let outcome = if answer.is_empty() {
        "It was refused. Nothing was bought.".to_owned()
    } else {
        format!("It was refused: {answer} Nothing was bought.")
    };
    let notice = |link| Notice::ApprovalDecided {
        what: request.what(),
        outcome,
        link,
    };
    let users = [request.requester];
    notices::to_users::to_users(&mut tx, backend, reseller, &users, &path(id), notice).await?;
    tx.commit().await?;
    Ok(())
}
