//! The SQL of the metering room.

mod log;
mod report;

pub(super) use self::{log::*, report::*};
