//! People a customer or a company writes to.
//!
//! Owns `contacts` and `contact_fields`. Keeps true: a number is one contact of one owner; nobody else sees it; a contact
//! says something only in its owner's fields.

mod details;
mod fields;
mod forget;
mod import;
mod list;
mod remove;
mod save;
mod store;

pub use details::{ContactError, Details};
pub use fields::{AddFieldError, add_field, fields, remove_field};
pub use forget::forget;
pub use import::{BYTES_MAX, ImportError, ROWS_MAX, import};
pub use list::{ContactFilter, find, groups, list};
pub use remove::remove;
pub use save::{SaveContact, SaveContactError, save};
