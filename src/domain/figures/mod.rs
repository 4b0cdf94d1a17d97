//! How shops and the platform are doing: sums of the ledger's sales and refunds, per day of the shop.
//!
//! Owns `figures_daily`, `figures_closed`. Keeps true: a closed day's figures are the ledger's of that day in the
//! shop's time zone, which `verify` proves; days that are open are read from the ledger itself. Nothing here is ever
//! added up at a sale, so sales wait for nothing.

pub mod close_days;
pub mod margins;
pub mod problems;
pub mod shop;
mod store;

pub use close_days::close_days;
