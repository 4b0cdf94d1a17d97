//! The SQL of the accounts room, by subject.

pub(super) mod attempts;
pub(super) mod customers;
pub(super) mod links;
pub(super) mod sessions;
pub(super) mod users;
