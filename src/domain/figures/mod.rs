//! How shops and the platform are doing: sums of the ledger's sales and refunds, per day of the shop; and what moved
//! between the two, per day (UTC).
//!
//! Owns `figures_daily`, `account_days`, `figures_closed`. Keeps true: a closed day's figures are the ledger's of that
//! day, which `verify` proves; days that are open are read from the ledger itself. Nothing here is ever added up at a
//! sale, so sales wait for nothing.

pub mod accounts;
pub mod close_days;
pub mod margins;
pub mod problems;
pub mod shop;
mod store;

pub use accounts::accounts;
pub use close_days::close_days;
