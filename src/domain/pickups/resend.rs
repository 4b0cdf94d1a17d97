//! Mails a line's link again.

use chrono::TimeDelta;
use serde_json::json;

use super::{ATTEMPTS_MAX, link, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::ids::LineId,
};

/// Between two mails to the same employee.
const PAUSE: TimeDelta = TimeDelta::minutes(5);

/// Why nothing was mailed.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// None, expired or locked: a new one is needed.
    #[error("no link that works")]
    NoLink,
    #[error("mailed a moment ago")]
    TooSoon { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendError);

/// The same link, with the days that are left of it.
pub async fn resend(
    backend: &Backend,
    scope: &impl WorksIn,
    line: LineId,
    origin: &Origin,
) -> Result<(), ResendError> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let receiver = store::receiver(&mut tx, reseller, organization, line)
        .await?
        .filter(|receiver| scope.reaches(receiver.team))
        .ok_or(ResendError::NotFound)?;
    let found = store::live(&mut tx, reseller, organization, line)
        .await?
        .filter(|link| link.expires_at > now && link.attempts < ATTEMPTS_MAX)
        .ok_or(ResendError::NoLink)?;
    let wait = found.mailed_at.map_or(TimeDelta::zero(), |at| at + PAUSE - now);
    if wait > TimeDelta::zero() {
        return Err(ResendError::TooSoon {
            retry_after_seconds: u32::try_from(wait.num_seconds() + 1).unwrap_or(300),
        });
    }
    let token = link::token(backend, scope, found.id, &found.token_sealed)?;
    // Of a part of a day somebody reads "1 day", not "0 days".
    let days = (found.expires_at - now).num_days().max(1);
    link::mail(&mut tx, backend, scope, &receiver, &token, days).await?;
    let audit = Audit {
        after: Some(json!({ "employee": receiver.name() })),
        ..Audit::of("line.pickup_resent", line, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
