//! What the sandbox must not forget: sold numbers, eSIM orders, payments, webhooks still to send, its clock.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Everything in the state file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    pub clock_offset_ms: i64,
    /// By sid.
    pub numbers: BTreeMap<String, OwnedNumber>,
    /// Addresses told to Twilio: sid, and whose account.
    pub twilio_addresses: BTreeMap<String, String>,
    /// Addresses told to Telnyx, by id.
    pub telnyx_addresses: BTreeSet<String>,
    pub work_orders: Vec<WorkOrder>,
    /// By ICCID.
    pub profiles: BTreeMap<String, Profile>,
    /// By checkout token.
    pub checkouts: BTreeMap<String, Checkout>,
    pub transactions: Vec<Transaction>,
    pub refunds: Vec<Refund>,
    /// Webhook hashes of Flutterwave accounts tests opened, by the account's key.
    pub flutterwave_hashes: BTreeMap<String, String>,
    /// Keys of Flutterwave that were rolled and open nothing any more.
    pub flutterwave_rolled: BTreeSet<String>,
    /// Text messages, oldest first.
    pub messages: Vec<super::twilio::messages::Message>,
    pub message_reports: super::twilio::messages::Manner,
    /// Legs of calls, oldest first.
    pub calls: Vec<super::twilio::calls::Leg>,
    pub call_reports: super::twilio::messages::Manner,
    pub outbox: Vec<Delivery>,
    pub oneglobal: super::oneglobal::book::Book,
    pub telnyx: super::telnyx::book::Book,
    pub vapi: super::vapi::Book,
    /// How often a thing with the rate-limited ending was asked for.
    pub rate_limited: BTreeMap<String, u32>,
    pub last_id: u64,
}

impl Memory {
    /// The next number for things whose vendor counts them.
    pub fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        1_000_000 + self.last_id
    }

    /// A message from anybody comes in for a number, at whatever vendor; false when nobody owns it. `telnyx` is where that
    /// vendor tells about it.
    pub fn bring(&mut self, from: &str, to: &str, body: &str, telnyx: &str) -> bool {
        super::twilio::messages::bring(self, from, to, body)
            || super::telnyx::messages::bring(self, from, to, body, telnyx)
    }

    /// Numbers that somebody has, at whatever vendor: a number exists once in the world.
    pub fn taken_numbers(&self) -> HashSet<String> {
        let at_twilio = self.numbers.values().map(|number| number.phone_number.clone());
        at_twilio.chain(self.telnyx.taken()).collect()
    }
}

/// A number bought at Twilio, with the settings of its webhooks as they were sent.
#[derive(Clone, Serialize, Deserialize)]
pub struct OwnedNumber {
    pub sid: String,
    pub account_sid: String,
    pub phone_number: String,
    pub friendly_name: String,
    /// The other parameters of the purchase or the last update, by Twilio's request name.
    pub settings: BTreeMap<String, String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// An order at Telna: a new eSIM, or a further package on an existing one.
#[derive(Clone, Serialize, Deserialize)]
pub struct WorkOrder {
    pub id: u64,
    pub customer_ref: String,
    pub product: u64,
    pub iccid: String,
    pub is_topup: bool,
    pub created_at: DateTime<Utc>,
}

/// An eSIM profile and the packages on it, oldest first.
#[derive(Clone, Serialize, Deserialize)]
pub struct Profile {
    pub iccid: String,
    pub imsi: String,
    pub eid: Option<String>,
    pub state: String,
    pub activation_code: String,
    pub packages: Vec<Package>,
    pub released_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// A data package on a profile. Its clock starts when the profile is first in use.
#[derive(Clone, Serialize, Deserialize)]
pub struct Package {
    pub id: u64,
    pub product: u64,
    pub used_bytes: u64,
    pub created_at: DateTime<Utc>,
    pub activated_at: Option<DateTime<Utc>>,
}

/// A hosted payment page.
#[derive(Clone, Serialize, Deserialize)]
pub struct Checkout {
    pub token: String,
    /// Whose it is: the secret key that made it.
    #[serde(default)]
    pub account: String,
    pub tx_ref: String,
    pub amount: Decimal,
    pub currency: String,
    pub redirect_url: String,
    pub title: String,
    pub customer_email: String,
    pub customer_name: String,
    pub customer_phone: Option<String>,
    pub meta: Value,
    pub expires_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// One attempt to pay, successful or failed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Transaction {
    pub id: u64,
    pub flw_ref: String,
    pub checkout: Checkout,
    pub is_successful: bool,
    pub created_at: DateTime<Utc>,
}

/// Money given back for a transaction.
#[derive(Clone, Serialize, Deserialize)]
pub struct Refund {
    pub id: u64,
    pub transaction: u64,
    pub flw_ref: String,
    pub amount: Decimal,
    pub comments: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// A webhook to send, or already sent. Times here are the wall clock's.
#[derive(Clone, Serialize, Deserialize)]
pub struct Delivery {
    pub id: u64,
    /// Whose event it is; empty for Flutterwave's.
    #[serde(default)]
    pub provider: String,
    /// Signed with this account's hash.
    #[serde(default)]
    pub account: String,
    pub event: Value,
    pub due: DateTime<Utc>,
    pub attempts: u32,
    pub last_status: Option<u16>,
    pub is_done: bool,
}
