//! Customers, their orders and what happened to them, as staff and operators see them.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    esim::EsimState,
    ids::{OrderId, ResellerId, UserId},
    money::Money,
    number::NumberState,
    order::{ItemView, OrderStatus, TimelineRow},
    paging::Page,
};

/// Whether somebody may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    Active,
    /// Cannot sign in; keeps everything.
    Suspended,
    /// Closed for good.
    Deleted,
}

impl AccountStatus {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Active, Self::Suspended, Self::Deleted];

    /// The word in the database and in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Deleted => "deleted",
        }
    }

    /// The word for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::Deleted => "Closed",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A customer in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerRow {
    pub id: UserId,
    pub email: String,
    /// First and last name; may be empty.
    pub name: String,
    pub status: AccountStatus,
    pub is_verified: bool,
    pub joined_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// Cash and credit together, set aside or not.
    pub balance: Money,
}

/// A page of customers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerList {
    pub page: Page<CustomerRow>,
    /// Whoever asks may have the list as a file.
    pub may_export: bool,
}

/// A number a customer holds or held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldNumber {
    pub display: String,
    pub state: NumberState,
    pub order: OrderId,
    pub expires_at: DateTime<Utc>,
}

/// An eSIM a customer holds or held. Never its activation code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeldEsim {
    pub iccid: String,
    pub plan_name: String,
    pub state: EsimState,
    pub order: OrderId,
}

/// What a line of a customer's timeline is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Order,
    Payment,
    Refund,
    Credit,
    Mail,
    Note,
    /// What the customer did: signed in, changed the password.
    Own,
    /// What staff or an operator did.
    Staff,
}

/// One line of a customer's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    pub title: String,
    pub detail: String,
    pub amount: Option<Money>,
    /// Name of the member of staff, where one acted.
    pub by: Option<String>,
    pub order: Option<OrderId>,
}

/// Everything about one customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomerView {
    pub row: CustomerRow,
    /// The reseller's own id.
    pub external_id: Option<String>,
    pub orders: i64,
    /// Charged, less what was given back.
    pub spent: Money,
    pub cash: Money,
    /// Credit that is not cash and not over.
    pub credit: Money,
    /// The part of it that the shop gave and can take back.
    pub takeable: Money,
    pub held: Money,
    pub is_frozen: bool,
    /// The newest fifty.
    pub numbers: Vec<HeldNumber>,
    /// The newest fifty.
    pub esims: Vec<HeldEsim>,
    pub timeline: Page<EventRow>,
    /// Whoever looks may suspend, resend and note.
    pub may_help: bool,
    /// Whoever looks may give and take credit.
    pub may_adjust: bool,
}

/// Which orders a list shows, as it stands in the address. Empty: all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrderQuery {
    /// E-mail, name, number, ICCID, order or customer id.
    pub q: String,
    /// A state of the database, or `in_flight`.
    pub state: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `number` or `esim`.
    pub kind: String,
    /// First day (YYYY-MM-DD), in the shop's time zone.
    pub from: String,
    /// Last day, likewise.
    pub until: String,
    /// Cursor of the page before.
    pub after: String,
}

/// An order in its reseller's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoldRow {
    pub id: OrderId,
    pub customer: UserId,
    pub email: String,
    pub item: ItemView,
    pub country: Option<String>,
    pub status: OrderStatus,
    pub charged: Money,
    pub refunded: Money,
    pub placed_at: DateTime<Utc>,
}

/// A page of orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderList {
    pub page: Page<SoldRow>,
    pub may_export: bool,
}

/// An order with everything its reseller may know. The provider's cost is not among it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SoldView {
    pub row: SoldRow,
    /// Who pays, in words.
    pub payer: String,
    pub retail: Money,
    pub discount: Money,
    /// What the reseller pays the platform for it.
    pub platform_price: Money,
    pub commission_percent: Decimal,
    pub commission: Money,
    /// What the reseller keeps of the whole price; below zero for a sale at a loss.
    pub margin: Money,
    pub left: Money,
    /// What each gave back so far, as the ledger has it.
    pub reseller_gave: Money,
    pub platform_gave: Money,
    /// What each gives back when all that is left is refunded.
    pub reseller_gives: Money,
    pub platform_gives: Money,
    /// Why it was not delivered.
    pub refusal: Option<String>,
    pub number: Option<String>,
    pub iccid: Option<String>,
    pub timeline: Vec<TimelineRow>,
    pub may_refund: bool,
    pub may_help: bool,
    /// It was paid with money that a card may take back.
    pub may_go_to_card: bool,
}

/// A person an operator found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FoundPerson {
    pub id: UserId,
    pub reseller: ResellerId,
    pub shop: String,
    pub email: String,
    pub name: String,
    /// What they are there: customer, staff, operator.
    pub role: String,
    pub status: AccountStatus,
    pub last_seen_at: DateTime<Utc>,
}

/// A person as an operator sees them; looking was written down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonView {
    pub reseller: ResellerId,
    pub shop: String,
    pub role: String,
    pub customer: CustomerView,
}
