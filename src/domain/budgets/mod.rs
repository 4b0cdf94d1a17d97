//! Limits to what a company spends: by employee, team, cost centre or altogether, in a month, a quarter or a year.
//!
//! Owns `budgets`, `budget_alerts`, `company_order_hours`. Keeps true: what is spent is counted by the database from the
//! orders, messages and calls themselves, those in flight included, in their own transactions, so a killed process changes nothing, and
//! `verify` proves it; a hard budget is locked from its check until the money is held, so
//! orders at the same moment never pass it together; each threshold is told of once in a period.

mod change;
mod check;
mod choices;
mod details;
mod end;
mod list;
mod make;
mod raise;
mod room;
mod store;
mod warn;

pub use change::{ChangeError, change};
pub use check::{CheckError, Counted, check};
pub use choices::choices;
pub use details::{Details, Fault, Thresholds};
pub use end::{EndError, end};
pub use list::{list, one};
pub use make::{Make, MakeError, MakeFor, make};
pub use raise::{RaiseError, amount_of, raise};
pub use room::room;
pub use warn::warn;

/// Budgets of a company that count at once, at most.
const BUDGETS_MAX: i64 = 500;
