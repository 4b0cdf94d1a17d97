//! The SQL of the directory room, by subject.

pub(super) mod domains;
pub(super) mod people;
pub(super) mod tokens;
