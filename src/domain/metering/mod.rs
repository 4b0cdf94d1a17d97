//! What was used and paid for: a row for every message, call, plan and month of a number.
//!
//! Owns `usage_logs`. Keeps true: a use is written in the transaction that pays it and another row in the one that gives
//! money back, each once; the rows say what the ledger says. Nothing of it is ever changed.

mod log;
mod report;
mod store;

pub use log::log;
pub use report::{PAGE_ROWS, UseReportError, Whose, report};
