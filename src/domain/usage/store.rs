//! The SQL of the usage room.

pub(super) mod caps;
pub(super) mod months;
pub(super) mod pull;
pub(super) mod report;
pub(super) mod take;
