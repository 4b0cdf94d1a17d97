//! Tests of single rooms.

mod accounts;
mod mails;
mod qr;
mod settlement;
mod settlement_position;
mod settlement_proof;
mod themes;
