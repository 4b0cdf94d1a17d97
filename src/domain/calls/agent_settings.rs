//! Which AI agent answers a number.

use serde_json::json;

use super::{price, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        pricing,
        scope::Buys,
    },
    shared::{call::NumberAgent, ids::NumberId},
};

/// Longest id of an assistant; the vendor's are UUIDs.
const ID_MAX: usize = 80;

/// A filled-in form.
#[derive(Debug, Clone)]
pub struct SaveAgent {
    pub number: NumberId,
    /// Nothing for none.
    pub assistant: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveAgentError {
    #[error("no such number")]
    NotFound,
    #[error("nobody's agents answer here")]
    NotOffered,
    #[error("not an id of an assistant")]
    NotAnId,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveAgentError);

/// Who answers, and what a minute costs where agents are offered; `None` where the number is somebody else's.
pub async fn agent(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
) -> Result<Option<NumberAgent>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let Some(found) = store::agent_number(&mut tx, buyer, number).await? else {
        return Ok(None);
    };
    let minute = match &backend.providers.agents {
        None => None,
        Some(vendor) => {
            let book = pricing::rulebook(&mut tx, buyer, backend.now()).await?;
            let stack = price::minute(&book, vendor.name(), found.country, vendor.minute())
                .map_err(|error| Internal::broken(error.to_string()))?;
            Some(stack.charged)
        }
    };
    tx.commit().await?;
    Ok(Some(NumberAgent {
        number,
        can_answer: found.state.works() && found.has_voice,
        assistant: found.assistant,
        minute,
    }))
}

/// Counts for the next call.
pub async fn save_agent(
    backend: &Backend,
    buyer: &impl Buys,
    wanted: &SaveAgent,
) -> Result<(), SaveAgentError> {
    let id = wanted.assistant.trim();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.len() > ID_MAX || !id.bytes().all(is_plain) {
        return Err(SaveAgentError::NotAnId);
    }
    let assistant = (!id.is_empty()).then_some(id);
    let mut tx = backend.begin(buyer).await?;
    store::agent_number(&mut tx, buyer, wanted.number)
        .await?
        .ok_or(SaveAgentError::NotFound)?;
    if assistant.is_some() && backend.providers.agents.is_none() {
        return Err(SaveAgentError::NotOffered);
    }
    store::put_assistant(&mut tx, buyer.reseller(), wanted.number, assistant).await?;
    let audit = Audit {
        after: Some(json!({ "assistant": assistant })),
        ..Audit::of("number_agent.saved", wanted.number, &wanted.origin)
    };
    audit::record(&mut tx, buyer, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
