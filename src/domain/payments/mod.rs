//! Money on its way in: a top-up at the gateway's hosted page.
//!
//! Owns `payments` and `webhook_events`. Keeps true: a payment credits its wallet once, whoever notices it first (the
//! returning browser, a webhook, a job); nothing is booked from what a browser or a webhook says, only from the
//! gateway's own answer about our reference; an event for a payment nobody knows becomes an operator's case.

pub mod check;
pub mod process;
pub mod receive;
mod store;
pub mod top_up;
pub mod view;
