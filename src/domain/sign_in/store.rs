//! The SQL of the sign-in room, by subject.

pub(super) mod attempts;
pub(super) mod connections;
pub(super) mod groups;
pub(super) mod identities;
