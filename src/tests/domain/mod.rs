//! Tests of single rooms.

mod account_days;
mod accounts;
mod bills;
mod disputes;
mod figures;
mod gateways;
mod ledger_filters;
mod leftovers;
mod mails;
pub mod pictures;
mod prices;
mod prices_migrated;
mod prices_properties;
mod prices_rules;
mod promotions;
pub mod qr;
mod quotas;
mod reconciliation;
mod refunds;
mod settlement;
mod settlement_position;
mod settlement_proof;
pub mod themes;
mod verify;
mod wallets;
