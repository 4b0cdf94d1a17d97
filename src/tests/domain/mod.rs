//! Tests of single rooms.

mod account_days;
mod accounts;
mod bills;
mod budgets;
mod disputes;
mod figures;
mod gateways;
mod ledger_filters;
mod leftovers;
mod mails;
pub mod pictures;
mod policies;
mod prices;
mod prices_migrated;
mod prices_properties;
mod prices_rules;
mod promotions;
mod qr;
mod reconciliation;
mod refunds;
mod settlement;
mod settlement_position;
mod settlement_proof;
pub mod themes;
mod usage;
mod verify;
mod wallets;
