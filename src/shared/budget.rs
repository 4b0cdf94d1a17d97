//! Limits to what a company spends.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{company::TeamChoice, ids::BudgetId, money::Money, permissions::words};

words! {
    /// Whose orders a budget counts.
    BudgetScope {
        Organization = "organization", "The whole company";
        Team = "team", "A team";
        CostCentre = "cost_centre", "A cost centre";
        Employee = "employee", "An employee";
    }
}

words! {
    /// When a budget begins anew, in the company's time zone.
    BudgetPeriod {
        Month = "month", "Month";
        Quarter = "quarter", "Quarter";
        Year = "year", "Year";
    }
}

words! {
    /// What happens to an order that does not fit.
    AtLimit {
        /// It goes on, and the company is told.
        Alert = "alert", "Tell us, and go on";
        Refuse = "refuse", "Refuse the order";
        /// It is refused until somebody approves it.
        Ask = "ask", "Ask for approval";
    }
}

/// A hard budget has not enough left for an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Whose budget it is, in words.
    pub budget: String,
    pub period: BudgetPeriod,
    pub limit: Money,
    /// Never below zero.
    pub left: Money,
    /// Somebody may approve the order all the same.
    pub asks: bool,
}

impl std::error::Error for Shortfall {}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words())
    }
}

impl Shortfall {
    /// A sentence that says which budget, what is left, and who can do something about it. Says nothing of money moved.
    pub fn in_words(&self) -> String {
        let Self {
            budget,
            period,
            limit,
            left,
            asks,
        } = self;
        let period = match period {
            BudgetPeriod::Month => "this month",
            BudgetPeriod::Quarter => "this quarter",
            BudgetPeriod::Year => "this year",
        };
        let what = if *asks {
            "Ask for an approval at Requests; an owner, admin or finance can also raise the budget."
        } else {
            "An owner, admin or finance can raise it."
        };
        format!("The budget of {budget} has {left} of {limit} left {period}. {what}")
    }
}

/// A budget and how it stands in its present period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BudgetRow {
    pub id: BudgetId,
    pub scope: BudgetScope,
    /// Of the team, cost centre or employee; the company's own.
    pub name: String,
    pub period: BudgetPeriod,
    pub amount: Money,
    pub at_limit: AtLimit,
    pub thresholds: Vec<i16>,
    /// Captured less refunded.
    pub spent: Money,
    /// Of orders in flight.
    pub held: Money,
    /// Of both: before the amount was set.
    pub before: Money,
    /// Below zero when over.
    pub left: Money,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub limit_set_at: DateTime<Utc>,
    /// Thresholds passed in this period.
    pub passed: Vec<i16>,
}

impl BudgetRow {
    /// `Team Sales`, `Cost centre 4711`, or the name of the company or employee.
    pub fn title(&self) -> String {
        match self.scope {
            BudgetScope::Team => format!("Team {}", self.name),
            BudgetScope::CostCentre => format!("Cost centre {}", self.name),
            BudgetScope::Organization | BudgetScope::Employee => self.name.clone(),
        }
    }

    /// Percent used up, rounded down.
    pub fn percent(&self) -> i64 {
        let used = i128::from(self.spent.micros()) + i128::from(self.held.micros());
        let percent = used * 100 / i128::from(self.amount.micros().max(1));
        i64::try_from(percent).unwrap_or(i64::MAX)
    }
}

/// The page of budgets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BudgetsView {
    pub budgets: Vec<BudgetRow>,
    pub teams: Vec<TeamChoice>,
    pub may_edit: bool,
    pub may_ask: bool,
}
