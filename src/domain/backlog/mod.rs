//! What the queue still has to do, and what it could not, for operators.
//!
//! Owns nothing: the queue's tables are the queue's, looked at by functions of ours. Keeps true: a retry runs a job that
//! is there, with what it was enqueued with, and never makes a new one.

mod retry;
mod store;
mod view;

pub use retry::{Retry, RetryError, retry};
pub use view::view;
