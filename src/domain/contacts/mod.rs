//! People a customer writes to.
//!
//! Owns `contacts`. Keeps true: a number is one contact of one customer; nobody else sees it.

mod forget;
mod list;
mod remove;
mod save;
mod store;

pub use forget::forget;
pub use list::{find, list};
pub use remove::remove;
pub use save::{SaveContact, SaveContactError, save};
