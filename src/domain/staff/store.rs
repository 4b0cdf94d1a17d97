//! The SQL of the staff room.

pub(super) mod invitations;
pub(super) mod members;
