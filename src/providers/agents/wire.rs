//! Vapi's messages and calls as they come, as far as they matter here.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::AgentCall;

/// `POST` to our address.
#[derive(Debug, Deserialize)]
pub struct ServerMessage {
    pub message: Message,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    #[serde(rename = "type")]
    pub kind: String,
    pub status: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub call: Option<Call>,
    pub phone_number: Option<Phone>,
    pub customer: Option<Phone>,
}

/// `GET /call/{id}`, and what a message tells of its call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    pub id: String,
    pub status: Option<String>,
    pub started_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    pub phone_number: Option<Phone>,
    pub customer: Option<Phone>,
}

#[derive(Debug, Deserialize)]
pub struct Phone {
    /// Under another name where the call tells of an imported number.
    #[serde(alias = "twilioPhoneNumber")]
    pub number: Option<String>,
}

fn number(phones: [&Option<Phone>; 2]) -> String {
    let found = phones
        .into_iter()
        .flatten()
        .find_map(|phone| phone.number.clone());
    plain(&found.unwrap_or_default())
}

/// Short, and without what no database takes.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(60).collect()
}

/// Whole seconds, begun ones counted.
fn seconds(from: Option<DateTime<Utc>>, until: Option<DateTime<Utc>>) -> Option<u32> {
    let millis = (until? - from?).num_milliseconds().max(0);
    u32::try_from(millis.unsigned_abs().div_ceil(1_000)).ok()
}

impl Call {
    pub fn read(&self) -> AgentCall {
        let is_over = self.ended_at.is_some() || self.status.as_deref() == Some("ended");
        AgentCall {
            provider_id: self.id.clone(),
            from: number([&self.customer, &None]),
            to: number([&self.phone_number, &None]),
            // One that ended without a beginning was never answered.
            seconds: is_over.then(|| seconds(self.started_at, self.ended_at).unwrap_or(0)),
        }
    }
}

impl Message {
    /// The call it is about. A report of the end counts by its own times, or else by the call's.
    pub fn call(&self) -> Option<AgentCall> {
        let call = self.call.as_ref()?;
        let own = seconds(self.started_at, self.ended_at);
        Some(AgentCall {
            provider_id: call.id.clone(),
            from: number([&self.customer, &call.customer]),
            to: number([&self.phone_number, &call.phone_number]),
            seconds: own.or_else(|| seconds(call.started_at, call.ended_at)),
        })
    }
}
