//! Phone numbers: what is on offer and what customers hold.
//!
//! Owns `virtual_numbers`, `number_months`. Keeps true: a number has one holder at a time in the whole installation; once
//! released it is kept from others for a while and then free again; a month is paid once. What becomes of a number that is
//! not paid is `renewals`' to decide.

pub mod add;
pub mod cost;
pub mod countries;
pub mod format;
pub mod life;
pub mod list;
pub mod mark_gone;
pub mod market;
pub mod records;
pub mod release;
pub mod rename;
pub mod search;
pub mod simulate;
pub mod stop_renewing;
mod store;
pub mod switches;

pub use mark_gone::mark_gone;
