//! The SQL of the operations room. Reads other rooms' tables, since proving them is its purpose; writes only its own.

pub(super) mod budgets;
pub(super) mod company_invoices;
pub(super) mod disputes;
pub(super) mod settlement;
pub(super) mod usage;

mod bills;
mod browse;
pub(super) mod calls;
mod cases;
mod console;
mod guards;
mod holds;
mod inventory;
mod ledger;
pub(super) mod messages;
pub(super) mod metering;
mod overdue;
mod overview;
mod payments;
mod runs;
mod sales;

pub(super) use bills::*;
pub(super) use browse::*;
pub(super) use cases::*;
pub(super) use console::*;
pub(super) use guards::*;
pub(super) use holds::*;
pub(super) use inventory::*;
pub(super) use ledger::*;
pub(super) use overdue::*;
pub(super) use overview::*;
pub(super) use payments::*;
pub(super) use runs::*;
pub(super) use sales::*;

/// Findings of one check; the first ones are enough to see what is wrong.
const FINDINGS_MAX: i64 = 100;
