//! What the platform and a reseller owe each other.
//!
//! Owns `earnings`. Keeps true: a reseller's unpaid rows are what the ledger says it earned; a refund takes back its
//! share, before a payout and after.

pub mod accrue;
pub mod claw_back;
mod store;

pub use accrue::accrue;
pub use claw_back::claw_back;
