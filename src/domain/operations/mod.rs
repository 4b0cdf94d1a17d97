//! What the people who run the installation need: cases only they can decide, and proof that the books are right.
//!
//! Owns `operator_cases`, `provider_bills`, `provider_bill_lines`, `verify_runs`, `comparison_runs`. Looks across
//! resellers, so its verbs take an operator or are jobs and commands.

pub mod adopt;
pub mod bills;
pub mod browse;
pub mod case;
pub mod case_list;
mod company_invoices;
pub mod compare;
pub mod credit;
pub mod decision;
pub mod dismiss;
pub mod flight;
pub mod hints;
pub mod order;
pub mod overview;
pub mod prove;
pub mod release;
pub mod runs;
pub mod settle;
pub mod settle_line;
pub mod settle_traffic;
mod settlement;
mod store;
pub mod unanswered;
pub mod verify;
