//! The SQL of the promotions room.

mod codes;
mod uses;

pub(super) use self::{codes::*, uses::*};
