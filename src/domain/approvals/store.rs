//! The SQL of the approvals room.

mod people;
mod requests;

pub(super) use people::{Asker, Person, deciders, email_of, email_of_line, person, provider_line};
pub(super) use requests::{
    Decision, Due, NewRequest, Request, Wanted, by_ids, count_open, decide, due, find, ids_of_page, insert,
    lock, refusal_of, set_order, undo,
};
