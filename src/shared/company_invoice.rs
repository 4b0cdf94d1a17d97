//! Invoices and credit notes of a shop to its companies.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    ids::{CompanyInvoiceId, OrderId, OrganizationId},
    money::Money,
    paging::Page,
};

/// Which kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentKind {
    Invoice,
    /// Takes back what an invoice charged.
    CreditNote,
}

impl DocumentKind {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Invoice => "Invoice",
            Self::CreditNote => "Credit note",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Invoice, Self::CreditNote]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// How far a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DocumentState {
    /// Of a month that is over; without a number yet.
    Draft,
    /// Mailed, and the wallet has not covered it yet.
    Sent,
    Paid,
    /// The wallet did not cover it in time.
    Failed,
}

impl DocumentState {
    /// The word in the database and in files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Sent, Self::Paid, Self::Failed]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// A document in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRow {
    pub id: CompanyInvoiceId,
    pub organization: OrganizationId,
    pub kind: DocumentKind,
    pub state: DocumentState,
    /// None for a draft.
    pub number: Option<String>,
    /// The first day of its month.
    pub period: NaiveDate,
    /// Of a draft, what the wallet paid.
    pub total: Money,
    pub issued_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub drafted_at: DateTime<Utc>,
    pub sent_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
}

impl DocumentRow {
    /// `Invoice INV-00001`, `Draft of an invoice`.
    pub fn title(&self) -> String {
        match &self.number {
            Some(number) => format!("{} {number}", self.kind.in_words()),
            None => format!("{} (draft)", self.kind.in_words()),
        }
    }

    /// `March 2026`.
    pub fn month(&self) -> String {
        self.period.format("%B %Y").to_string()
    }

    /// The day it is due, while it is not paid.
    pub fn to_be_paid_by(&self) -> Option<NaiveDate> {
        self.due_on
            .filter(|_| matches!(self.state, DocumentState::Sent | DocumentState::Failed))
    }
}

impl DocumentState {
    /// How far a document of this kind is, in one or two words.
    pub const fn in_words(self, kind: DocumentKind) -> &'static str {
        match (kind, self) {
            (_, Self::Draft) => "Draft",
            (DocumentKind::CreditNote, _) => "Credited",
            (DocumentKind::Invoice, Self::Paid) => "Paid",
            (DocumentKind::Invoice, Self::Sent) => "To be paid",
            (DocumentKind::Invoice, Self::Failed) => "Overdue",
        }
    }
}

/// A company's documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentList {
    pub page: Page<DocumentRow>,
    pub may_export: bool,
}

/// Seller or buyer, as they stand on the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// Lines of an address.
    pub address: String,
    /// Empty where there is none.
    pub tax_id: String,
    pub email: String,
}

/// A movement of the company's wallet on a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentLine {
    /// From one.
    pub position: i32,
    pub at: DateTime<Utc>,
    /// The day in the company's time zone.
    pub day: NaiveDate,
    pub cost_centre: String,
    pub what: String,
    pub quantity: i32,
    pub unit: Money,
    pub net: Money,
    pub tax_percent: Decimal,
    pub tax: Money,
    pub total: Money,
    /// What the wallet paid, to the micro-unit.
    pub charged: Money,
    pub order: Option<OrderId>,
}

/// What a cost centre comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CentreSum {
    /// Empty for what has none.
    pub cost_centre: String,
    pub lines: i64,
    pub net: Money,
    pub tax: Money,
    pub total: Money,
}

/// A document that belongs to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedDocument {
    pub id: CompanyInvoiceId,
    /// Empty for a draft.
    pub number: String,
    pub total: Money,
}

/// The head and the sums of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentHead {
    pub row: DocumentRow,
    /// The company's name today.
    pub company: String,
    pub seller: Party,
    pub buyer: Party,
    pub timezone: String,
    pub tax_label: String,
    pub tax_percent: Decimal,
    pub subtotal: Money,
    pub tax: Money,
    /// What the wallet paid, to the micro-unit: the total before rounding to whole minor units.
    pub charged: Money,
    /// Why there is a credit note.
    pub reason: String,
    /// `#rrggbb`.
    pub color: String,
    /// The invoice a credit note takes back from.
    pub corrects: Option<RelatedDocument>,
}

/// A document with a page of its lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentView {
    pub head: DocumentHead,
    pub centres: Vec<CentreSum>,
    pub lines: Page<DocumentLine>,
    pub credit_notes: Vec<RelatedDocument>,
    /// What the wallet still lacks for it.
    pub open: Money,
    /// When a draft is issued by itself; none when the shop has not said who it is.
    pub issues_at: Option<DateTime<Utc>>,
    pub may_export: bool,
    /// Staff who may issue, send and take back.
    pub may_decide: bool,
}

/// What the invoice of a month that is not over comes to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoFarView {
    /// The first day of the month.
    pub period: NaiveDate,
    pub timezone: String,
    pub ends_at: DateTime<Utc>,
    pub as_of: DateTime<Utc>,
    /// Name and per cent of the tax, net and tax; none while the shop has not said who it is.
    pub tax: Option<(String, Decimal, Money, Money)>,
    pub total: Money,
    /// What the wallet paid, to the micro-unit.
    pub charged: Money,
    /// Given back of earlier invoices, which will be credit notes.
    pub credited: Money,
    pub centres: Vec<CentreSum>,
    pub lines: Page<DocumentLine>,
}

impl SoFarView {
    /// `November 2026`.
    pub fn month(&self) -> String {
        self.period.format("%B %Y").to_string()
    }
}

/// The words for a cost centre.
pub fn centre_in_words(cost_centre: &str) -> &str {
    if cost_centre.is_empty() {
        "Without a cost centre"
    } else {
        cost_centre
    }
}

/// What a company wants to read on its invoices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingView {
    pub name: String,
    pub address: String,
    pub tax_id: String,
    pub may_edit: bool,
}

/// Who a shop is on its invoices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceSettingsView {
    /// False until somebody saved it: nothing is issued before.
    pub is_set_up: bool,
    pub seller_name: String,
    pub seller_address: String,
    pub seller_tax_id: String,
    pub tax_label: String,
    pub tax_percent: Decimal,
    pub invoice_prefix: String,
    pub credit_prefix: String,
    pub due_days: i32,
    pub may_edit: bool,
}
