//! A wallet and its statement as their owner sees them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{OrderId, PaymentId, TransferId},
    money::Money,
};

/// What is there, what is set aside, what can be spent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalletView {
    pub balance: Money,
    pub held: Money,
    pub available: Money,
    pub as_of: DateTime<Utc>,
    /// Amounts offered for a top-up.
    pub suggestions: Vec<Money>,
    pub smallest: Money,
    pub largest: Money,
    pub recent: Vec<StatementRow>,
    pub payments: Vec<PaymentRow>,
    /// A payment is disputed at the bank: nothing can be spent until that is decided.
    pub is_frozen: bool,
    /// The shop has an account at the gateway to pay into.
    pub takes_payments: bool,
}

/// One line of the statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRow {
    pub transfer_id: TransferId,
    pub at: DateTime<Utc>,
    /// Why the balance moved: "Top-up by card", "eSIM Europe 5 GB".
    pub reason: String,
    /// Above zero in, below zero out.
    pub amount: Money,
    pub balance_after: Money,
    pub order_id: Option<OrderId>,
}

/// A page of the statement; newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementPage {
    pub rows: Vec<StatementRow>,
    /// Goes into `?before=` of the next page.
    pub next: Option<String>,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// We are about to ask the gateway for its payment page.
    Created,
    /// The payer is at the gateway's page.
    Pending,
    /// Settled into the wallet.
    Paid,
    /// Declined; nothing was credited.
    Failed,
    /// The payer walked away.
    Abandoned,
}

/// A top-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaymentRow {
    pub id: PaymentId,
    pub amount: Money,
    pub status: PaymentStatus,
    pub at: DateTime<Utc>,
}

/// The page the payer comes back to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PaymentView {
    pub row: PaymentRow,
    /// Page to go on with, for a top-up that began at a checkout.
    pub return_to: Option<String>,
    /// The gateway's page, while the payment can still be made.
    pub checkout_url: Option<String>,
    pub available: Money,
}
