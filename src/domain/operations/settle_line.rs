//! An operator decides what became of something a line's carrier was asked to do.

use super::decision::{self, DecideError, Resolution, Start};
use crate::{
    backend::Backend,
    domain::{
        lines::{self, DecideWishError},
        scope::{Operator, System},
    },
    shared::ids::CaseId,
};

/// Ends the request as the carrier's answer would have. Asks where the line stands first and refuses when the carrier
/// says otherwise.
pub async fn settle_line(
    backend: &Backend,
    by: &Operator,
    id: CaseId,
    is_done: bool,
    reason: &str,
) -> Result<(), DecideError> {
    let reason = decision::reason(reason)?;
    let case = match decision::start(backend, by, id, &["line_unknown"], Resolution::Settled).await? {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    let broken = || DecideError::Impossible("the case does not say which line it is about".into());
    let reseller = case.reseller.ok_or_else(broken)?;
    let organization = case.detail("organization").and_then(|id| id.parse().ok());
    let wish = case.detail("wish").and_then(|id| id.parse().ok());
    let (organization, wish) = organization.zip(wish).ok_or_else(broken)?;
    let system = System::of(reseller, "operator's decision");
    lines::decide_wish(backend, &system, organization, wish, is_done)
        .await
        .map_err(|error| match error {
            DecideWishError::Internal(error) => DecideError::Internal(error),
            other => DecideError::Changed(other.to_string()),
        })?;
    let what = if is_done { "done" } else { "not done" };
    let verb = case.detail("verb").unwrap_or_default();
    decision::close(
        backend,
        by,
        &case,
        Resolution::Settled,
        &format!("{verb} {what}: {reason}"),
    )
    .await
}
