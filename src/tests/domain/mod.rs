//! Tests of single rooms.

mod accounts;
mod disputes;
mod gateways;
mod mails;
mod qr;
mod themes;
mod wallets;
