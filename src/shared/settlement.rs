//! What the platform and a reseller owe each other, as its money page and the console show it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    ids::{PayoutId, ResellerId},
    money::Money,
    paging::Page,
};

/// Earnings that are not in a payout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarningsView {
    pub payable: Money,
    pub pending: Money,
    pub next_at: Option<DateTime<Utc>>,
    /// The smallest payout.
    pub minimum: Money,
    /// What becomes payable, by day.
    pub later: Vec<LaterRow>,
}

/// What becomes payable on a day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LaterRow {
    pub day: NaiveDate,
    pub amount: Money,
}

/// A float and how far it lasts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FloatView {
    pub available: Money,
    /// Kept back for renewals.
    pub reserve: Money,
    pub daily_spend: Money,
    pub days_left: Option<i64>,
    /// `ok`, `low`, `critical` or `paused`.
    pub stage: String,
}

/// A payout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayoutView {
    pub id: PayoutId,
    /// The shop's short name.
    pub slug: String,
    pub amount: Money,
    /// `requested`, `approved`, `paid`, `rejected` or `returned`.
    pub state: String,
    pub destination_hint: String,
    pub requested_at: DateTime<Utc>,
    pub reason: String,
    pub exported_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    pub bank_reference: Option<String>,
}

/// A document of the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvoiceView {
    pub number: i64,
    pub from: NaiveDate,
    /// Not included.
    pub until: NaiveDate,
    pub total: Money,
    pub issued_at: DateTime<Utc>,
}

/// A document with its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvoiceDetails {
    pub invoice: InvoiceView,
    pub lines: Vec<StatementRow>,
}

/// What was in a float at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BalanceRow {
    pub day: NaiveDate,
    pub balance: Money,
}

/// Where a reseller sends money for its float.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FloatAccount {
    pub name: String,
    pub iban: String,
    pub bic: String,
}

/// The money page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoneyView {
    pub platform_collects: bool,
    pub currency: Currency,
    pub earnings: EarningsView,
    /// `None` where there never was one.
    pub float: Option<FloatView>,
    /// What was in the float at the end of each of the last thirty days.
    pub balances: Vec<BalanceRow>,
    pub payouts: Page<PayoutView>,
    pub invoices: Page<InvoiceView>,
    /// Months that have a statement, newest first: `2026-11`.
    pub months: Vec<String>,
    /// What to write beside a payment into the float.
    pub float_reference: String,
    pub float_account: Option<FloatAccount>,
    /// Whether the reader may request payouts, and take files away.
    pub may_move: bool,
    pub may_export: bool,
}

/// Who collects, and what a change would move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CollectingView {
    pub platform_collects: bool,
    /// What the float would get (below zero: pay) if the other side collected from now on.
    pub float_on_switch: Money,
}

/// One account over a month; the opening and the lines sum to the closing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountMonth {
    pub name: String,
    pub opening: Money,
    pub lines: Vec<StatementRow>,
    pub closing: Money,
}

/// One kind of movement of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRow {
    pub what: String,
    pub count: i64,
    pub amount: Money,
}

/// A month's statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementView {
    /// `2026-11`.
    pub month: String,
    pub accounts: Vec<AccountMonth>,
    pub may_export: bool,
}

/// Everything an operator needs to decide about a payout.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayoutDetails {
    pub payout: PayoutView,
    pub reseller: ResellerId,
    pub shop: String,
    /// The name the bank account is in.
    pub holder: String,
    /// E-mail of whoever asked for it; `None` for a command.
    pub requested_by: Option<String>,
    /// Sales and refunds it is made of.
    pub rows: i64,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// What the ledger leaves for it; once approved, what its transfer took.
    pub booked: Money,
    /// The reseller's earnings in the ledger now.
    pub earnings: Money,
    pub open_disputes: i64,
    /// Earlier payouts that were paid.
    pub paid_before: i64,
}

/// A file for the bank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayoutFileRow {
    pub message_id: String,
    pub currency: Currency,
    pub payouts: i64,
    pub total: Money,
    pub exported_at: DateTime<Utc>,
}

/// The console's page of payouts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayoutsView {
    pub payouts: Page<PayoutView>,
    /// Approved and in no file yet, by currency.
    pub waiting: Vec<Money>,
    pub files: Vec<PayoutFileRow>,
    /// Shops by short name, for the form that funds a float.
    pub shops: Vec<ShopChoice>,
    /// Whether the bank's format can be written: the platform's own account is set.
    pub has_account: bool,
}

/// A shop in a list to choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopChoice {
    pub slug: String,
    pub name: String,
    pub currency: Currency,
}
