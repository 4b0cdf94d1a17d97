//! Messages, calls and contacts as a customer has them at `/account` and a company at `/business`: the same pages, with
//! other words where the reader is another.

mod call;
mod calls;
mod compose;
mod contact_form;
mod contact_tools;
mod contacts;
mod conversation;
mod import_answer;
mod inbox;
mod incoming;
mod make_call;
mod message;
mod message_facts;
mod preview;
mod side;

pub use self::{
    call::call,
    calls::calls,
    compose::{To, compose},
    contacts::{contact, contacts, query},
    conversation::{conversation, new_message},
    inbox::inbox,
    incoming::incoming,
    make_call::{AskedCall, make_call},
    message::message,
    side::{Posted, Side},
};
