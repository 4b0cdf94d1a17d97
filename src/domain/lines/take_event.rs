//! Something a vendor says happened to a line: a reason to ask it, since nothing but a password proves the event.

use super::{RefreshError, refresh::look, store};
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

/// What became of it: `applied`, `unchanged`, `unknown` or `ignored`, and a sentence for operators. What was used is
/// entered, and the company's caps act on it at once. The same event again changes nothing.
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
    match look(backend, &system, organization, line).await {
        Ok(((before, after), told)) => {
            usage::tell(backend, reseller, organization, &[(line, told)]).await?;
            let kind = &event.kind;
            Ok(if before == after {
                ("unchanged", format!("{line} is {} ({kind})", after.as_str()))
            } else {
                let (was, is) = (before.as_str(), after.as_str());
                ("applied", format!("{line} went from {was} to {is} ({kind})"))
            })
        }
        Err(RefreshError::NotFound) => Ok(("unknown", format!("{line} is gone"))),
        Err(RefreshError::Unavailable(error)) => Err(TakeEventError::Unavailable(error)),
        Err(RefreshError::Internal(error)) => Err(error.into()),
    }
}
