//! A message of the vendor of AI agents: kept like every vendor's event, and answered at once where somebody rings.

use std::time::Duration;

use serde_json::{Value, json};

use super::agent::answer_agent;
use crate::{
    backend::Backend,
    domain::payments::receive::{ReceiveError, receive_of_agent},
    providers::agents::{AgentAnswer, AgentEvent},
};

/// The vendor gives up after 7.5 seconds.
const PATIENCE: Duration = Duration::from_secs(5);
/// Spoken when something of ours failed.
const NOT_NOW: AgentAnswer =
    AgentAnswer::Refuse("Your call cannot be taken at the moment. Please try again later.");

/// The answer, in the vendor's language. A repeat is answered alike.
pub async fn receive_agent(
    backend: &Backend,
    header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
    body: &[u8],
) -> Result<Value, ReceiveError> {
    let vendor = backend.providers.agents.as_deref();
    let vendor = vendor.ok_or(ReceiveError::NoSuchProvider)?;
    let event = receive_of_agent(backend, vendor, header, body).await?;
    let AgentEvent::Asked { call } = event else {
        return Ok(json!({}));
    };
    let answered = tokio::time::timeout(PATIENCE, answer_agent(backend, vendor, &call)).await;
    let answer = match answered {
        Ok(Ok(answer)) => answer,
        Ok(Err(error)) => {
            tracing::error!(%error, "a call could not be told who talks");
            NOT_NOW
        }
        Err(_) => {
            tracing::error!("nobody said in time who talks");
            NOT_NOW
        }
    };
    Ok(vendor.answer(&answer))
}
