//! What Telnyx must not forget: orders, the numbers they brought, and how the next ones go.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything of Telnyx in the state file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Book {
    /// Oldest first.
    pub orders: Vec<NumberOrder>,
    /// By id.
    pub numbers: BTreeMap<String, PhoneNumber>,
    /// Text messages, oldest first.
    pub messages: Vec<super::messages::Message>,
    /// Legs of calls, oldest first.
    pub calls: Vec<super::calls::Leg>,
    /// What happened to them, as the list of call events has it.
    pub events: Vec<Value>,
    /// Webhooks, as they were sent.
    pub reports: Vec<super::postman::Report>,
    /// Commands that were carried out.
    pub commands: BTreeSet<String>,
    /// So many looks find a new order still pending.
    pub pending_looks: u32,
    /// New orders end in failure.
    pub fails: bool,
}

/// An order of one number.
#[derive(Clone, Serialize, Deserialize)]
pub struct NumberOrder {
    pub id: String,
    pub part_id: String,
    pub phone_number: String,
    pub customer_reference: String,
    #[serde(default)]
    pub messaging_profile_id: Option<String>,
    #[serde(default)]
    pub connection_id: Option<String>,
    pub state: State,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How far an order is.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    Pending {
        looks: u32,
        fails: bool,
    },
    /// The country's law wants documents first; nothing happens until they come.
    WaitsForDocuments,
    Done,
    Failed,
}

/// A number we own.
#[derive(Clone, Serialize, Deserialize)]
pub struct PhoneNumber {
    pub id: String,
    pub phone_number: String,
    pub customer_reference: String,
    /// Where its messages and its calls go.
    #[serde(default)]
    pub messaging_profile_id: Option<String>,
    #[serde(default)]
    pub connection_id: Option<String>,
    pub purchased_at: DateTime<Utc>,
}

impl Book {
    /// Numbers somebody has, or is about to have.
    pub fn taken(&self) -> impl Iterator<Item = String> {
        let ordered = self
            .orders
            .iter()
            .filter(|order| matches!(order.state, State::Pending { .. } | State::WaitsForDocuments))
            .map(|order| order.phone_number.clone());
        self.numbers
            .values()
            .map(|number| number.phone_number.clone())
            .chain(ordered)
    }

    /// Somebody looks at an order: it is carried out, unless it is to be pending a little longer.
    pub fn look(&mut self, at: usize, now: DateTime<Utc>) {
        let order = &mut self.orders[at];
        match order.state {
            State::Pending {
                looks: 0,
                fails: true,
            } => order.state = State::Failed,
            State::Pending {
                looks: 0,
                fails: false,
            } => {
                order.state = State::Done;
                let id = (1_293_384_261_075_000_000 + at as u64).to_string();
                let number = PhoneNumber {
                    id: id.clone(),
                    phone_number: order.phone_number.clone(),
                    customer_reference: order.customer_reference.clone(),
                    messaging_profile_id: order.messaging_profile_id.clone(),
                    connection_id: order.connection_id.clone(),
                    purchased_at: now,
                };
                self.numbers.insert(id, number);
            }
            State::Pending { looks, fails } => {
                order.state = State::Pending {
                    looks: looks - 1,
                    fails,
                };
                return;
            }
            State::WaitsForDocuments | State::Done | State::Failed => return,
        }
        self.orders[at].updated_at = now;
    }
}
