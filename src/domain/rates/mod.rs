//! The prices of messages, calls and numbers, country by country, as they are charged.
//!
//! Owns no table: costs are the vendors' own, remembered for ten minutes by the rooms that charge them, and prices are the
//! pricing room's.

mod deck;

pub use deck::{DeckError, Reader, deck};
