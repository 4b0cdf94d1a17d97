//! Who is told when a balance runs low.
//!
//! Owns `balance_alerts`. Keeps true: nobody is told who did not ask for it; a balance that falls below the amount is told
//! once, and again only after it was above. The database counts the crossings in the transaction that moves the money, so
//! none is missed and none counted twice however many pay at once; a job tells them. What is set aside counts as there.

mod save;
mod setting;
mod store;
mod tell;

pub use save::{SaveThreshold, SaveThresholdError, save};
pub use setting::setting;
pub use tell::tell;
