//! The SQL of the employees room.

mod imports;
mod rows;

pub(super) use imports::{NewImport, finish, forget_waiting, hold_import, keep, kept};
pub(super) use rows::{
    Wanted, count, find, insert, insert_all, list, lock, set_end, staying, taken, today, update,
};
