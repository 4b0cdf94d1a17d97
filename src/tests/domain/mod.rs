//! Tests of single rooms.

mod accounts;
mod mails;
mod qr;
mod themes;
mod wallets;
