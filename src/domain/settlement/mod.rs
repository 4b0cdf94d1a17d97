//! What the platform and a reseller owe each other.
//!
//! Owns `earnings`, `payouts`, `reseller_invoices`, `float_stages`. Keeps true: a reseller's rows that are not paid are
//! what the ledger says it earned; a refund takes back its share, before a payout and after; a row belongs to at most
//! one payout; what one side holds for the other after a change of settlement mode is evened out over the float.
//!
//! ```text
//! sale ─▶ earning ─(hold window)─▶ payable ─▶ requested ─▶ approved ─▶ paid ─▶ returned ┐
//!              ▲                                  └─▶ rejected ┐    └─▶ returned ────────┤
//!              └──────────────── free to be requested again ◀──┴─────────────────────────┘
//! ```

pub mod accrue;
pub mod ahead;
pub mod approve_payout;
pub mod check_float;
pub mod claw_back;
pub mod destination;
pub mod even_out;
pub mod export_payouts;
pub mod float_balance;
pub mod float_on_switch;
pub mod fund_float;
pub mod invoices;
pub mod issue_invoices;
pub mod list_payouts;
pub mod mark_paid;
mod pain001;
pub mod payable;
pub mod payout;
pub mod payout_details;
pub mod payout_files;
pub mod payout_page;
pub mod reject_payout;
pub mod request_payout;
pub mod return_payout;
pub mod statement;
mod store;
pub mod switch_mode;

pub use accrue::{Sold, accrue};
pub use check_float::is_paused;
pub use claw_back::claw_back;
