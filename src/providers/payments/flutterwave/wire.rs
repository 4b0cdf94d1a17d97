//! Flutterwave's requests and answers, the fields we use.

use serde::{Deserialize, Serialize};

use crate::providers::exact::Exact;

#[derive(Serialize)]
pub struct CheckoutBody<'a> {
    pub tx_ref: &'a str,
    pub amount: String,
    pub currency: &'a str,
    pub redirect_url: &'a str,
    pub customer: Customer<'a>,
    pub customizations: Customizations<'a>,
}

#[derive(Serialize)]
pub struct Customer<'a> {
    pub email: &'a str,
    pub name: &'a str,
}

#[derive(Serialize)]
pub struct Customizations<'a> {
    pub title: &'a str,
}

#[derive(Deserialize)]
pub struct Envelope<T> {
    /// `success` or `error`.
    pub status: String,
    pub message: Option<String>,
    pub data: Option<T>,
}

#[derive(Deserialize)]
pub struct Link {
    pub link: String,
}

/// Numbers come as numbers or as text.
#[derive(Deserialize)]
pub struct Transaction {
    pub id: Exact,
    pub tx_ref: String,
    pub amount: Exact,
    pub currency: String,
    pub app_fee: Option<Exact>,
    pub merchant_fee: Option<Exact>,
    pub status: String,
}

#[derive(Serialize)]
pub struct RefundBody<'a> {
    pub amount: String,
    pub comments: &'a str,
}

/// A refund: in one case where it is made, in another where it is listed.
#[derive(Deserialize)]
pub struct Refund {
    pub id: Exact,
    #[serde(alias = "TransactionId", alias = "transaction_id")]
    pub tx_id: Exact,
    #[serde(alias = "AmountRefunded")]
    pub amount_refunded: Exact,
    pub status: String,
    pub comments: Option<String>,
}

/// `{"event", "data": {…}}`, or the flat body of the oldest accounts with the same facts at the top.
#[derive(Deserialize)]
pub struct Event {
    pub event: Option<String>,
    #[serde(rename = "event.type")]
    pub event_type: Option<String>,
    pub data: Option<EventData>,
}

#[derive(Deserialize)]
pub struct EventData {
    pub id: Option<Exact>,
    pub status: Option<String>,
    #[serde(alias = "txRef")]
    pub tx_ref: Option<String>,
}
