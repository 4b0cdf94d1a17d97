//! What a shop has switched off: plans, whole places, numbers of a country or of a kind there.
//!
//! Owns `switched_off`: a row means off, so that what providers add later is sold without anybody's doing, unless its
//! place is off. Keeps true: what is off is neither listed nor sold; what somebody owns already stays theirs.

mod store;
pub mod switch;
pub mod switches;

pub use switch::switch;
pub use switches::{NumbersOff, is_plan_sold, numbers_off};
