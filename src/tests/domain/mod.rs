//! Tests of single rooms.

mod accounts;
mod bills;
mod mails;
mod qr;
mod reconciliation;
mod themes;
mod verify;
