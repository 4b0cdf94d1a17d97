//! What an operator must see: things that only a person can decide.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{BillId, CaseId, ComparisonId, OrderId, UserId},
    ledger::VerifyRun,
    money::Money,
    order::{OrderStatus, TimelineRow},
    price::PriceStack,
    supply::ProviderRow,
};

/// An open question for the operator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseRow {
    pub id: CaseId,
    /// A kind of `operator_cases`, `order_unknown` for one; `pages::admin` has the words people read.
    pub kind: String,
    /// Name of the shop, where one is known.
    pub reseller: Option<String>,
    /// Everything needed to decide, in words.
    pub summary: String,
    pub reference: String,
    pub opened_at: DateTime<Utc>,
}

/// A webhook that was not simply applied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebhookRow {
    pub provider: String,
    pub event_id: String,
    pub outcome: String,
    pub detail: String,
    pub received_at: DateTime<Utc>,
}

/// Open cases of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCount {
    pub kind: String,
    pub open: i64,
    pub oldest: DateTime<Utc>,
}

/// What the queue has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueView {
    /// Due and not done.
    pub due: i64,
    pub given_up: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// The operator's first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperatorOverview {
    pub counts: Vec<CaseCount>,
    /// The oldest ones.
    pub cases: Vec<CaseRow>,
    /// The oldest ones.
    pub in_flight: Vec<FlightRow>,
    pub webhooks: Vec<WebhookRow>,
    pub providers: Vec<ProviderRow>,
    pub proof: Option<VerifyRun>,
    pub comparison: Option<ComparisonRow>,
    pub queue: QueueView,
}

/// How a case can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseVerb {
    Settle,
    /// What a line's carrier was asked to do.
    SettleLine,
    SettleTraffic,
    Adopt,
    Release,
    Credit,
    Dismiss,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseListRow {
    pub id: CaseId,
    pub kind: String,
    pub shop: Option<String>,
    pub reference: String,
    pub summary: String,
    pub opened_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub resolution: Option<String>,
}

/// The page of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub row: CaseListRow,
    pub provider: Option<String>,
    /// Figures and ids, by name.
    pub details: Vec<(String, String)>,
    pub last_seen_at: Option<DateTime<Utc>>,
    pub resolution_note: String,
    /// Who decided; `None` while it is open, and where nobody had to.
    pub closed_by: Option<String>,
    /// Where the vendor's own console shows it.
    pub where_to_look: Option<String>,
    pub order: Option<OrderId>,
    pub verbs: Vec<CaseVerb>,
}

/// An order that is neither delivered nor given back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlightRow {
    pub id: OrderId,
    pub shop: String,
    pub what: String,
    pub status: String,
    pub provider: String,
    /// Ours, at the provider.
    pub reference: String,
    pub since: DateTime<Utc>,
    pub attempts: i32,
    /// What was noted last.
    pub cause: String,
    /// When its job runs; `None` without one.
    pub next_try: Option<DateTime<Utc>>,
}

/// Money set aside for an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HoldRow {
    pub wallet: String,
    pub amount: Money,
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// A leg of a booked transfer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    pub transfer: String,
    pub kind: String,
    pub account: String,
    pub amount: Money,
    pub at: DateTime<Utc>,
}

/// A case about an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderCase {
    pub id: CaseId,
    pub kind: String,
    pub is_open: bool,
}

/// An order with all that is known of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsoleOrder {
    pub id: OrderId,
    pub shop: String,
    pub what: String,
    pub status: OrderStatus,
    pub customer: UserId,
    pub customer_email: String,
    pub payer: String,
    pub settlement_mode: String,
    pub provider: String,
    pub reference: String,
    /// The provider's id of what was delivered.
    pub provider_id: Option<String>,
    pub stack: PriceStack,
    /// Other vendors of the same number, the cheapest first.
    pub losing: Vec<LosingOfferRow>,
    pub refunded: Money,
    pub refusal: Option<String>,
    pub created_at: DateTime<Utc>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub attempts: i32,
    pub next_try: Option<DateTime<Utc>>,
    /// Why its job failed last; empty when it did not.
    pub job_error: String,
    pub timeline: Vec<TimelineRow>,
    pub holds: Vec<HoldRow>,
    pub entries: Vec<EntryRow>,
    pub cases: Vec<OrderCase>,
}

/// A vendor an order was not bought from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LosingOfferRow {
    pub provider: String,
    /// What it asks at the purchase, in its currency.
    pub cost: Money,
    /// What it asks each further month.
    pub monthly_cost: Money,
    /// What the shop would have asked for it.
    pub price: Money,
    pub needs_address: bool,
    /// Its definite no, where it was asked.
    pub refused: Option<String>,
}

/// A part of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparedPart {
    pub what: String,
    pub found: i64,
    /// Why it was left out.
    pub skipped: Option<String>,
}

/// A comparison of providers, ledger and inventory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonRow {
    pub id: ComparisonId,
    pub began_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub found: i64,
    /// Cases that were new.
    pub opened: i64,
    pub parts: Vec<ComparedPart>,
}

/// The page of reconciliation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reconciliation {
    pub runs: Vec<ComparisonRow>,
    /// Open cases comparisons and bills found, oldest first.
    pub findings: Vec<CaseListRow>,
    /// When the next comparison asked for here runs.
    pub waiting_since: Option<DateTime<Utc>>,
}

/// A provider's bill in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillListRow {
    pub id: BillId,
    pub provider: String,
    pub name: String,
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    pub imported_at: DateTime<Utc>,
    /// Lines that did not match.
    pub differing: i64,
}

/// How many lines of a bill came out in one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillPart {
    /// `matched`, `provider_only`, `ours_only`, `amount_differs`.
    pub outcome: String,
    pub lines: i64,
    pub billed: Money,
    pub ours: Money,
}

/// A line of a bill that did not match.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillLineView {
    pub position: i32,
    pub reference: String,
    pub description: String,
    pub amount: Money,
    pub outcome: String,
    pub cause: String,
    pub order: Option<OrderId>,
    pub ours: Option<Money>,
}

/// The page of a bill.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BillView {
    pub row: BillListRow,
    pub summary: Vec<BillPart>,
    /// The first thousand that did not match.
    pub lines: Vec<BillLineView>,
}
