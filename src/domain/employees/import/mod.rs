//! Employees by a file: it is kept, looked at, and then used. What is looked at is what would happen now, so rows that
//! became wrong in between are told before and again after.

pub(super) mod apply;
pub(super) mod file;
pub(super) mod keep;
mod plan;
pub(super) mod preview;
pub(super) mod sweep;
