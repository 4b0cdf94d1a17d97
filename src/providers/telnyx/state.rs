//! What a call carries with it: Telnyx gives our `client_state` back with every event, so what is still to be done, and
//! whose call it is, stands there and nowhere else.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use crate::providers::calls::Step;

/// A script in our words: what the domain wants of a call, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub reference: String,
    pub orders: Vec<Order>,
}

/// One step of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    Say(String),
    Join {
        to: String,
        caller: String,
        ring_seconds: u32,
        limit_seconds: u32,
    },
    Record {
        most_seconds: u32,
    },
    Reject,
    HangUp,
}

impl Order {
    pub fn of(step: &Step<'_>) -> Self {
        match *step {
            Step::Say(words) => Self::Say(words.to_owned()),
            Step::Join {
                to,
                caller,
                ring_seconds,
                limit_seconds,
            } => Self::Join {
                to: to.to_owned(),
                caller: caller.to_owned(),
                ring_seconds,
                limit_seconds,
            },
            Step::Record { most_seconds } => Self::Record { most_seconds },
            Step::Reject => Self::Reject,
            Step::HangUp => Self::HangUp,
        }
    }
}

/// Which leg of a call it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leg {
    /// Our caller's phone, until it answers.
    Ring,
    #[default]
    First,
    /// The one that was joined to it.
    Second {
        first: String,
        is_first_answered: bool,
        limit_seconds: u32,
    },
    /// The first, while it is recorded. The event of the recording names no call.
    Recorded { first: String },
}

/// The whole of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    #[serde(default)]
    pub reference: String,
    #[serde(default)]
    pub leg: Leg,
    /// What is to be done when the present step is.
    #[serde(default)]
    pub then: Vec<Order>,
}

impl State {
    pub fn of(reference: &str, leg: Leg, then: &[Order]) -> Self {
        Self {
            reference: reference.to_owned(),
            leg,
            then: then.to_vec(),
        }
    }

    /// As the vendor keeps it.
    pub fn encode(&self) -> String {
        // Texts and numbers can always be written.
        STANDARD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Nothing where the state is not one of ours.
    pub fn decode(text: &str) -> Self {
        STANDARD
            .decode(text)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    pub fn reference(&self) -> Option<String> {
        (!self.reference.is_empty()).then(|| self.reference.clone())
    }
}
