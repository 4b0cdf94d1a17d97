//! Something a vendor says happened to a line: a reason to ask it, since nothing but a password proves the event.

use super::{RefreshError, Refreshed, refresh, store};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::System,
        usage,
    },
    providers::{ProviderError, lines::LineEvent},
};

/// Why the event is to be tried again.
#[derive(Debug, thiserror::Error)]
pub enum TakeEventError {
    #[error("the vendor does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(TakeEventError);

/// Asks the vendor, enters what was used and does what the company's caps say to it, as the hourly pull does. What became
/// of it: `applied`, `unchanged`, `unknown` or `ignored`, and a sentence for operators. The same event again changes
/// nothing.
pub async fn take_event(
    backend: &Backend,
    provider: &str,
    event: &LineEvent,
) -> Result<(&'static str, String), TakeEventError> {
    let Some(named) = &event.line else {
        return Ok(("ignored", format!("{} is about no line", event.kind)));
    };
    let mut tx = backend.begin_system().await?;
    let known = store::rows::known_to_vendor(&mut tx, provider, named).await?;
    tx.commit().await?;
    let Some((reseller, organization, line)) = known else {
        return Ok(("unknown", format!("no line here is {named} at {provider}")));
    };
    let system = System::of(reseller, "webhook");
    let Refreshed { before, after, used } = match refresh(backend, &system, organization, line).await {
        Ok(told) => told,
        Err(RefreshError::NotFound) => return Ok(("unknown", format!("{line} is gone"))),
        Err(RefreshError::Unavailable(error)) => return Err(TakeEventError::Unavailable(error)),
        Err(RefreshError::Internal(error)) => return Err(error.into()),
    };
    usage::caps(backend, &system, organization, &used).await?;
    let kind = &event.kind;
    Ok(if before == after {
        ("unchanged", format!("{line} is {} ({kind})", after.as_str()))
    } else {
        let (before, after) = (before.as_str(), after.as_str());
        (
            "applied",
            format!("{line} went from {before} to {after} ({kind})"),
        )
    })
}
