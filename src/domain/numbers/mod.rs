//! Phone numbers: what is on offer and what customers hold.
//!
//! Owns `virtual_numbers`. Keeps true: a number has one holder at a time in the whole installation, and is free
//! again once released.

pub mod add;
pub mod cost;
pub mod countries;
pub mod format;
pub mod list;
pub mod mark_gone;
pub mod market;
pub mod records;
pub mod release;
pub mod rename;
pub mod search;
pub mod simulate;
mod store;
pub mod switches;

pub use mark_gone::mark_gone;
