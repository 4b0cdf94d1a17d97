//! Work in the background: what jobs there are, when the regular ones run, and the worker that runs them.
//!
//! A job is a thin door to a domain verb, like a server function. It may run twice and must not mind: the verb is
//! keyed by the thing's state.

mod registry;
pub mod schedule;
pub mod worker;
