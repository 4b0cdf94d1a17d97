//! The SQL of the members room.

pub(super) mod invitations;
pub(super) mod members;
