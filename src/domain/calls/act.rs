//! Tells a call that waits what to do next, at a vendor that takes orders instead of answers.

use super::answer::reply;
use crate::{
    backend::Backend,
    domain::error::{Internal, with_internal},
    providers::{ProviderError, calls::Step, messages::MessageEvent},
};

/// Why the order is to be given again; the vendor takes it once.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    #[error("the vendor does not answer: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ActError);

/// What became of the event: a word of `webhook_events`, and a sentence.
pub async fn act(
    backend: &Backend,
    provider: &str,
    event: &MessageEvent,
) -> Result<(&'static str, String), ActError> {
    let Some(vendor) = backend.providers.call(provider) else {
        return Ok(("ignored", format!("{provider} carries no calls here")));
    };
    let (key, leg, script) = match event {
        MessageEvent::Voice { event_id, leg, ask } => {
            (event_id, leg, reply(backend, vendor.as_ref(), ask).await?)
        }
        MessageEvent::Next {
            event_id,
            leg,
            script,
        } => (event_id, leg, script.clone()),
        _ => return Ok(("ignored", "it is about no call that waits".into())),
    };
    match vendor.perform(leg, &script, key).await {
        Ok(()) => Ok(("applied", format!("{} was told what to do", leg.provider_id))),
        Err(ProviderError::Refused(refusal)) => {
            // It ended meanwhile, and takes no order; or it cannot do this one, and nobody is kept waiting on the line.
            let end = vendor.script("", &[Step::HangUp]);
            match vendor.perform(leg, &end, &format!("{key}:end")).await {
                Ok(()) | Err(ProviderError::Refused(_)) => {}
                Err(error) => return Err(ActError::Unavailable(error)),
            }
            Ok((
                "unchanged",
                format!("{} took no order: {refusal}", leg.provider_id),
            ))
        }
        Err(error) => Err(ActError::Unavailable(error)),
    }
}
