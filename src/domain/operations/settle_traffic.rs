//! An operator decides what became of a message or a call whose carrier never told.

use super::{
    decision::{self, DecideError, Resolution, Start},
    settle::Verdict,
    unanswered::Traffic,
};
use crate::{
    backend::Backend,
    domain::{
        calls::{self, DecideCallError},
        messages::{self, DecideMessageError},
        scope::{Operator, System},
    },
    shared::ids::{CallId, CaseId, MessageId},
};

/// Ends it as the carrier's answer would have: the money set aside is taken, or free again. Asks the carrier once more first
/// and refuses when it says otherwise.
pub async fn settle_traffic(
    backend: &Backend,
    by: &Operator,
    id: CaseId,
    verdict: &Verdict,
    reason: &str,
) -> Result<(), DecideError> {
    let reason = decision::reason(reason)?;
    let kinds = [Traffic::Message.kind(), Traffic::Call.kind()];
    let case = match decision::start(backend, by, id, &kinds, Resolution::Settled).await? {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    let broken = || DecideError::Impossible("the case does not say what it is about".into());
    let system = System::of(case.reseller.ok_or_else(broken)?, "operator's decision");
    let sent = match verdict {
        Verdict::Delivered { provider_id } => Some(provider_id.as_str()),
        Verdict::NotDelivered => None,
    };
    if case.kind == Traffic::Message.kind() {
        let message: MessageId = case.reference.parse().map_err(|_| broken())?;
        messages::decide(backend, &system, message, sent)
            .await
            .map_err(|error| match error {
                DecideMessageError::Internal(error) => DecideError::Internal(error),
                other => DecideError::Changed(other.to_string()),
            })?;
    } else {
        let call: CallId = case.reference.parse().map_err(|_| broken())?;
        calls::decide(backend, &system, call, sent)
            .await
            .map_err(|error| match error {
                DecideCallError::Internal(error) => DecideError::Internal(error),
                other => DecideError::Changed(other.to_string()),
            })?;
    }
    let what = sent.map_or_else(|| "not sent".to_owned(), |id| format!("sent as {id}"));
    let note = format!("{} {what}: {reason}", case.reference);
    decision::close(backend, by, &case, Resolution::Settled, &note).await
}
