//! The SQL of the employees room.

mod imports;
mod rows;

pub(super) use imports::{NewImport, finish, forget_waiting, forget_waiting_since, hold_import, keep, kept};
pub(super) use rows::{
    Wanted, allocation, count, find, insert, insert_all, list, lock, set_end, staying, taken, today, update,
};
