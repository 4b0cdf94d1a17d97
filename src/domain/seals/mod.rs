//! The keys that seal secrets, over all rooms' columns.
//!
//! Owns no table. Keeps true: after a rotation every secret opens with the first key of `SEAL_KEYS`, and a rotation that
//! was interrupted goes on where it was.

mod rotate;
mod store;

pub use rotate::{Rotated, rotate};
