//! Money on its way in: a top-up at the gateway's hosted page, at the platform's account or at the reseller's own; and
//! money a payer takes back through the bank.
//!
//! Owns `payments`, `webhook_events`, `gateway_credentials`, `disputes`. Keeps true: a payment credits its wallet once,
//! whoever notices it first (the returning browser, a webhook, a job); nothing is booked from what a browser or a
//! webhook says, only from the gateway's own answer about our reference, at the account the payment was made at; an
//! event for a payment nobody knows becomes an operator's case; a dispute takes back no more than its payment brought.

pub mod check;
pub mod dispute;
pub mod events;
pub mod gateway;
pub mod process;
pub mod receive;
pub mod replay;
pub mod save_credentials;
mod store;
pub mod top_up;
pub mod view;
mod wallet_page;
