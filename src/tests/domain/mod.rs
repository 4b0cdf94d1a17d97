//! Tests of single rooms.

mod accounts;
mod mails;
mod qr;
mod refunds;
mod themes;
