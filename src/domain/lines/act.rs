//! Somebody suspends, reactivates or ends a line.

use chrono::TimeDelta;

use super::{NewWish, advance_wish, find, put_wish, store};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        scope::{System, WorksIn},
    },
    shared::{
        esim::EsimState,
        ids::LineId,
        line::{LineVerb, WishState, WishWhy},
    },
};

/// The page asks the vendor itself; the job looks after it when the page's process is gone.
const JOB_LOOKS_AFTER: TimeDelta = TimeDelta::seconds(20);
/// Longest reason, in characters.
const REASON_MAX: usize = 200;

/// What is wanted of a line.
#[derive(Debug)]
pub struct Act<'a> {
    pub line: LineId,
    pub verb: LineVerb,
    pub reason: &'a str,
    pub origin: &'a Origin,
}

/// Why the vendor was not asked.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// Ended already: nothing can be done with it.
    #[error("the line is over")]
    Over,
    /// Suspended already, or not suspended.
    #[error("the line is {0:?} already")]
    AlreadySo(EsimState),
    /// The vendor is being asked for something else.
    #[error("another wish is open")]
    Busy,
    /// Longer than 200 characters, or not plain text.
    #[error("the reason cannot be kept")]
    Reason,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ActError);

/// What became of it: `Ok(Refused)` comes with the vendor's words.
pub async fn act(
    backend: &Backend,
    scope: &impl WorksIn,
    wanted: &Act<'_>,
) -> Result<(WishState, Option<String>), ActError> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let reason = wanted.reason.trim();
    if reason.chars().count() > REASON_MAX || reason.chars().any(char::is_control) {
        return Err(ActError::Reason);
    }
    let line = find(backend, scope, wanted.line)
        .await?
        .ok_or(ActError::NotFound)?;
    match (wanted.verb, line.state) {
        _ if line.state.is_over() => return Err(ActError::Over),
        (LineVerb::Suspend, EsimState::Suspended) => return Err(ActError::AlreadySo(line.state)),
        (LineVerb::Reactivate, state) if state != EsimState::Suspended => {
            return Err(ActError::AlreadySo(state));
        }
        _ => {}
    }
    let new = NewWish {
        organization,
        line: line.id,
        verb: wanted.verb,
        why: WishWhy::Asked,
        reason,
        origin: Some(wanted.origin),
        job_after: JOB_LOOKS_AFTER,
    };
    let mut tx = backend.begin(scope).await?;
    let wish = put_wish(&mut tx, scope, backend.now(), &new)
        .await?
        .ok_or(ActError::Busy)?;
    tx.commit().await?;
    let state = advance_wish(backend, &System::of(reseller, "page"), organization, wish).await?;
    let mut tx = backend.begin(scope).await?;
    let wishes = store::wishes::of_line(&mut tx, reseller, organization, line.id).await?;
    tx.commit().await?;
    let words = wishes.into_iter().find(|one| one.id == wish);
    Ok((state, words.and_then(|one| one.refusal)))
}
