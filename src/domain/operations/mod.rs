//! What the people who run the installation need: cases only they can decide, and proof that the books are right.
//!
//! Owns `operator_cases`. Looks across resellers, so its verbs take an `Admin` or are jobs and commands.

pub mod case;
pub mod overview;
mod settlement;
mod store;
pub mod verify;
