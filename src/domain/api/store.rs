//! The SQL of the room of the REST interface.

pub(super) mod claims;
pub(super) mod keys;
