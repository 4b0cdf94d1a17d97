//! An operator's word on a withdrawal without a clear answer.

use super::{book, state::State, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    shared::ids::WithdrawalId,
};

/// What the gateway's own pages show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The money went back, under this id of the gateway.
    Done { provider_refund: String },
    /// It did not, and it never will for this request.
    NotDone,
}

/// Why nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    #[error("no such withdrawal")]
    NotFound,
    /// The gateway has answered, or is still being asked.
    #[error("the withdrawal is {}, so there is nothing to decide", .0.as_str())]
    NotUnknown(State),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SettleError);

/// Books the verdict. `note` says who looked where; it stands in the audit log.
pub async fn settle(
    backend: &Backend,
    system: &System,
    id: WithdrawalId,
    verdict: &Verdict,
    note: &str,
) -> Result<State, SettleError> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let withdrawal = store::lock(&mut tx, reseller, id)
        .await?
        .ok_or(SettleError::NotFound)?;
    if withdrawal.state != State::Unknown {
        return Err(SettleError::NotUnknown(withdrawal.state));
    }
    let reason = "Our payment provider did not send it.";
    let state = match verdict {
        Verdict::Done { provider_refund } => {
            book::done_in(&mut tx, backend, system, &withdrawal, provider_refund).await?;
            State::Done
        }
        Verdict::NotDone => {
            book::released_in(&mut tx, backend, system, &withdrawal, reason).await?;
            State::Released
        }
    };
    let audit = Audit {
        action: "withdrawal.settled",
        entity: id.to_string(),
        after: Some(serde_json::json!({ "state": state.as_str(), "note": note })),
        ..Audit::default()
    };
    audit::record(&mut tx, system, now, audit).await?;
    tx.commit().await?;
    book::count(state.as_str());
    if state == State::Released {
        book::follow_up(backend, system, &withdrawal, reason).await?;
    }
    Ok(state)
}
