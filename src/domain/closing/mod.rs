//! How a customer's account ends.
//!
//! Owns `account_closings`. Keeps true: nothing is closed while money is set aside for something in flight; cash goes
//! back to the payments it came by as far as they reach, and what stays has a reason in words and an operator's case;
//! credit that is not cash is forfeited, never paid out; an account is closed once.

pub mod close;
pub mod close_for;
mod store;
pub mod sweep;

pub use close::close;
pub use close_for::close_for;
