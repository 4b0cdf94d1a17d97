//! What somebody may not do alone and asks for.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ids::ApprovalId, money::Money, paging::Page, permissions::words, policy::PlanChoice};

words! {
    /// What is asked for.
    ApprovalKind {
        Plan = "plan", "A plan";
        Data = "data", "A higher data cap";
        Budget = "budget", "A higher budget";
    }
}

words! {
    /// What became of it.
    ApprovalState {
        Open = "open", "Waiting";
        Approved = "approved", "Approved";
        Refused = "refused", "Refused";
        Withdrawn = "withdrawn", "Taken back";
        /// Nobody decided in time.
        Expired = "expired", "Expired";
        /// The price rose, or it is on sale no more.
        Lapsed = "lapsed", "Cannot be done any more";
    }
}

/// A request in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalRow {
    pub id: ApprovalId,
    pub kind: ApprovalKind,
    pub state: ApprovalState,
    /// What is asked for, in words.
    pub what: String,
    pub requester: String,
    /// Price when it was asked, or the new amount of the budget.
    pub amount: Option<Money>,
    pub asked_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalList {
    pub page: Page<ApprovalRow>,
    pub may_ask: bool,
}

/// One request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalView {
    pub row: ApprovalRow,
    pub reason: String,
    pub answer: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    /// It became an order.
    pub is_ordered: bool,
    /// Why its order was not delivered.
    pub order_refusal: Option<String>,
    pub is_yours: bool,
    pub may_decide: bool,
}

/// What the forms to ask need.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AskView {
    pub plans: Vec<PlanChoice>,
    /// Budgets within reach: id and words.
    pub budgets: Vec<(String, String)>,
    /// The only employee one may ask for; empty: all within reach.
    pub own_email: Option<String>,
    /// Of whoever has the line that more is asked for.
    pub line_email: Option<String>,
}
