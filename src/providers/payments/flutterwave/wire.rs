//! Flutterwave's requests and answers, the fields we use.

use serde::{Deserialize, Serialize};

use crate::providers::{ProviderError, exact::Exact};

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
    /// RFC 3339.
    pub created_at: Option<String>,
}

/// A page of a list.
#[derive(Deserialize)]
pub struct TransactionPage {
    status: String,
    meta: Option<Meta>,
    #[serde(default)]
    pub data: Vec<Transaction>,
}

#[derive(Deserialize)]
struct Meta {
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct PageInfo {
    total_pages: usize,
}

impl TransactionPage {
    /// How many pages there are. A list that does not say so might be cut short, so it is not believed.
    pub fn pages(&self) -> Result<usize, ProviderError> {
        match (&*self.status, &self.meta) {
            ("success", Some(meta)) => Ok(meta.page_info.total_pages),
            _ => Err(ProviderError::unknown("a list that does not say how long it is")),
        }
    }
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
