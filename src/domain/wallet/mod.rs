//! Money people have put in, and the double entry behind it.
//!
//! Owns `wallets`, `holds`, `ledger_transfers`, `ledger_entries`. Keeps true: every transfer sums to zero in one
//! currency; `post` is the only writer of balances; a wallet never spends what it has not; a key moves money once.
//! The database insists on the same by constraints of its own. Credit is positive, debit negative; a wallet is what
//! we owe its owner, so money in is a credit. Credit that is not cash (a bonus, a promotion) is a wallet of its own
//! with an expiry, so everything true of wallets is true of it.

pub mod adjust;
pub mod balance;
pub mod capture;
pub mod contents;
pub mod credit;
pub mod credit_limit;
pub mod entries;
pub mod expire;
pub mod follow;
pub mod freeze;
pub mod grant;
pub mod hold;
mod hold_instead;
mod lessen;
pub mod open;
mod owner;
mod owner_of;
pub mod post;
pub mod release;
pub mod statement;
mod store;
pub mod transfer;
pub mod view;

pub use capture::capture;
pub use contents::contents;
pub use credit::credit;
pub use grant::grant;
pub use hold::{Charge, Purpose, hold};
pub use hold_instead::hold_instead;
pub use lessen::lessen;
pub use owner_of::owner_of;
pub use post::post;
pub use release::release;
