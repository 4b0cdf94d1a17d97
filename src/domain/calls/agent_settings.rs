//! Which AI agent answers a number.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Customer, Scope as _},
    },
    shared::ids::NumberId,
};

/// Longest id of an assistant; the vendor's are UUIDs.
const ID_MAX: usize = 80;

/// A filled-in form.
#[derive(Debug, Clone)]
pub struct SaveAssistant {
    pub number: NumberId,
    /// Nothing for none.
    pub assistant: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveAssistantError {
    #[error("no such number")]
    NotFound,
    #[error("not an id of an assistant")]
    NotAnId,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveAssistantError);

/// The assistant's id, where one answers; `None` where the number is somebody else's.
pub async fn assistant(
    backend: &Backend,
    customer: &Customer,
    number: NumberId,
) -> Result<Option<Option<String>>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let found = store::assistant_of(&mut tx, customer.reseller(), customer.user(), number).await?;
    tx.commit().await?;
    Ok(found)
}

/// Counts for the next call.
pub async fn save_assistant(
    backend: &Backend,
    customer: &Customer,
    wanted: &SaveAssistant,
) -> Result<(), SaveAssistantError> {
    let id = wanted.assistant.trim();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if id.len() > ID_MAX || !id.bytes().all(is_plain) {
        return Err(SaveAssistantError::NotAnId);
    }
    let assistant = (!id.is_empty()).then_some(id);
    let mut tx = backend.begin(customer).await?;
    store::assistant_of(&mut tx, customer.reseller(), customer.user(), wanted.number)
        .await?
        .ok_or(SaveAssistantError::NotFound)?;
    store::put_assistant(&mut tx, customer.reseller(), wanted.number, assistant).await?;
    let audit = Audit {
        after: Some(json!({ "assistant": assistant })),
        ..Audit::of("number_agent.saved", wanted.number, &wanted.origin)
    };
    audit::record(&mut tx, customer, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
