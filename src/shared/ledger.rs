//! The ledger as the console shows it: read only.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{TransferId, WalletId},
    money::Money,
    paging::Page,
};

/// What the reader looks for; empty fields ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerFilter {
    /// A shop's short name.
    pub shop: String,
    pub kind: String,
    pub account: String,
    /// Id of an order, a payment, a payout: with or without its prefix.
    pub reference: String,
    pub key: String,
}

/// A transfer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferRow {
    pub id: TransferId,
    /// The shop's short name.
    pub shop: String,
    pub kind: String,
    pub description: String,
    pub reference_type: String,
    pub reference: String,
    /// What changed sides.
    pub moved: Money,
    pub at: DateTime<Utc>,
}

/// One leg.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    pub account: String,
    pub wallet: Option<WalletId>,
    /// `customer`, `organization` or `reseller_float`.
    pub owner: Option<String>,
    pub amount: Money,
    pub balance_after: Option<Money>,
}

/// The order a transfer is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderOfTransfer {
    pub reference: String,
    pub state: String,
    pub provider: String,
    /// Id of the number or eSIM at the provider, once delivered.
    pub provider_reference: Option<String>,
}

/// A transfer with its legs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TransferView {
    pub transfer: TransferRow,
    pub key: String,
    /// E-mail of whoever caused it.
    pub actor: Option<String>,
    pub entries: Vec<EntryRow>,
    pub order: Option<OrderOfTransfer>,
}

/// An entry of a wallet, with the balance it left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WalletEntryRow {
    pub seq: i64,
    pub transfer: TransferId,
    pub kind: String,
    pub description: String,
    pub amount: Money,
    pub balance_after: Money,
    pub at: DateTime<Utc>,
}

/// A wallet and a page of its entries.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerWallet {
    pub id: WalletId,
    pub shop: String,
    pub owner: String,
    pub bucket: String,
    pub balance: Money,
    pub held: Money,
    pub entries: Page<WalletEntryRow>,
}

/// A promise and what broke it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    pub check: String,
    pub findings: Vec<String>,
}

/// A run of the proof of the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRun {
    pub began_at: DateTime<Utc>,
    pub duration_ms: i64,
    pub checks: Vec<CheckRow>,
    pub findings: i64,
}

/// The console's page of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerView {
    /// The last proof; `None` before the first night.
    pub last_run: Option<VerifyRun>,
    pub transfers: Page<TransferRow>,
}
