//! What a company spends: what it paid for its orders less what came back, by whom and for what.
//!
//! Owns no table: `company_spend` of the migration reads orders and refunds, which are the ledger's. Keeps true: every
//! captured order and every refund counts once, on the day it happened in the company's time zone; a manager sees what
//! was spent for the own teams.

mod forecast;
mod month;
mod report;
mod store;
mod unusual;

pub use month::month;
pub use report::{PAGE_ROWS, ReportError, SpendReport, Wanted, report};
