//! Lines as a company's people see them. Never the code that installs one: that stands on the employee's own page.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    company::TeamChoice,
    esim::EsimState,
    ids::{EmployeeId, LineBatchId, LineId, LineWishId, OrderId, PlanId, QuoteId},
    money::Money,
    order::OrderStatus,
    paging::Page,
};

/// Declares words of the database with words for people.
macro_rules! line_words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal, $text:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $(#[doc = $text] $variant),+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the database and in addresses.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The words for people.
            pub const fn in_words(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == word)
            }
        }
    };
}

line_words! {
    /// What a line's carrier is asked to do.
    LineVerb {
        Suspend = "suspend", "Suspend";
        Reactivate = "reactivate", "Reactivate";
        Terminate = "terminate", "End";
    }
}

line_words! {
    /// Why it is asked.
    WishWhy {
        Asked = "asked", "Asked for";
        Cap = "cap", "Data cap reached";
        Leaver = "leaver", "The employee has left";
        Replaced = "replaced", "Another line took its place";
        Roaming = "roaming", "Used where roaming is blocked";
    }
}

line_words! {
    /// Where a wish stands.
    WishState {
        Waiting = "waiting", "Waiting";
        Asked = "asked", "The carrier is being asked";
        Unknown = "unknown", "The carrier gave no clear answer; it is asked again";
        Done = "done", "Done";
        Refused = "refused", "Refused";
    }
}

line_words! {
    /// What becomes of the lines of somebody who leaves, when the last day is over.
    LeaverLines {
        Keep = "keep", "Keep them";
        Suspend = "suspend", "Suspend them";
        Terminate = "terminate", "End them for good";
    }
}

impl WishState {
    /// Neither done nor refused.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Asked | Self::Unknown)
    }
}

/// An employee's line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineRow {
    pub id: LineId,
    pub employee: EmployeeId,
    pub employee_name: String,
    pub team: Option<TeamChoice>,
    pub plan: PlanId,
    pub plan_name: String,
    pub place: String,
    pub iccid: String,
    pub state: EsimState,
    /// Why it is stopped.
    pub suspended_for: Option<WishWhy>,
    /// False for prepaid ones: their carrier cannot suspend, change or end them.
    pub is_steered: bool,
    pub used_bytes: i64,
    /// `None` is unlimited or untold.
    pub allowance_bytes: Option<i64>,
    /// When the carrier last told what was used.
    pub as_of: Option<DateTime<Utc>>,
    pub issued_at: DateTime<Utc>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
    /// The lost line it took the place of.
    pub replaces: Option<LineId>,
    pub replaced_by: Option<LineId>,
    /// What its carrier is being asked now.
    pub open_wish: Option<LineVerb>,
}

/// A page of lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineList {
    pub page: Page<LineRow>,
    pub teams: Vec<TeamChoice>,
    /// Plans that lines of the company have.
    pub plans: Vec<(PlanId, String)>,
    pub may_manage: bool,
    pub may_export: bool,
}

/// An order for a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineOrder {
    pub order: OrderId,
    pub plan_name: String,
    /// `issued`, `added` or `changed`.
    pub how: String,
    pub charged: Money,
    pub state: OrderStatus,
    pub refusal: Option<String>,
    pub placed_at: DateTime<Utc>,
}

impl LineOrder {
    /// What the plan is to the line.
    pub fn how_in_words(&self) -> &'static str {
        match self.how.as_str() {
            "added" => "Added",
            "changed" => "Changed to",
            _ => "Came with the line",
        }
    }
}

/// What its carrier was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineWish {
    pub id: LineWishId,
    pub verb: LineVerb,
    pub state: WishState,
    pub why: WishWhy,
    /// Address of the member who asked.
    pub asked_by: Option<String>,
    pub reason: String,
    pub refusal: Option<String>,
    pub requested_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A plan with its price here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineOffer {
    pub plan: PlanId,
    pub name: String,
    pub data_mb: Option<i64>,
    pub validity_days: i32,
    pub price: Money,
    /// False for prepaid ones, see [`LineRow::is_steered`].
    pub is_steered: bool,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineView {
    pub row: LineRow,
    pub orders: Vec<LineOrder>,
    pub wishes: Vec<LineWish>,
    /// Plans that can be added or take the place of the one it has; empty where nothing may be bought.
    pub offers: Vec<LineOffer>,
    pub may_manage: bool,
    /// For one order each: a form sent twice buys once.
    pub keys: [QuoteId; 2],
}

/// Somebody who can be given a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub id: EmployeeId,
    pub name: String,
    pub email: String,
    pub team: String,
    /// Lines in use.
    pub lines: i64,
}

/// The form that assigns lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AssignView {
    /// Places with plans: the last part of an address, and the name.
    pub places: Vec<(String, String)>,
    pub place: String,
    pub offers: Vec<LineOffer>,
    pub teams: Vec<TeamChoice>,
    pub candidates: Vec<Candidate>,
    /// True when more match than can be listed.
    pub is_cut: bool,
    pub available: Money,
}

line_words! {
    /// How far a row of a batch is.
    RowState {
        Waiting = "waiting", "Waiting";
        InFlight = "in_flight", "Being made";
        Done = "done", "Done";
        Failed = "failed", "Failed";
    }
}

/// One employee of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchRow {
    pub employee: EmployeeId,
    pub name: String,
    pub state: RowState,
    pub line: Option<LineId>,
    /// Why it failed and what to do.
    pub fault: Option<String>,
    pub tries: i32,
}

/// One plan for many employees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchView {
    pub id: LineBatchId,
    pub plan_name: String,
    /// Of one line.
    pub price: Money,
    pub total: Money,
    pub available: Money,
    pub started_at: Option<DateTime<Utc>>,
    pub rows: Vec<BatchRow>,
    pub may_manage: bool,
}

impl BatchView {
    /// What failed first.
    pub fn rows_to_read(&self) -> Vec<BatchRow> {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| row.state != RowState::Failed);
        rows
    }

    /// How many rows are so far.
    pub fn count(&self, state: RowState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    /// Started, and not at its end.
    pub fn is_running(&self) -> bool {
        self.started_at.is_some() && self.count(RowState::Waiting) + self.count(RowState::InFlight) > 0
    }
}

/// A batch in the list of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatchSummary {
    pub id: LineBatchId,
    pub plan_name: String,
    pub people: i64,
    pub started_at: DateTime<Utc>,
}
