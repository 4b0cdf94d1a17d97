//! Where customers and companies are: for numbers whose law asks for an address, given once and used for any.
//!
//! Owns `addresses`, `address_registrations`. Keeps true: an address is seen by its owner alone, a company's by those who buy for it; a vendor is told one once,
//! and only for a number that wants it; one that a number depends on is not deleted; with the account its text is gone.

mod add;
mod forget;
mod list;
mod register;
mod remove;
mod store;

pub use add::{Add, AddError, add};
pub use forget::forget;
pub use list::{is_owned, list};
pub use register::register;
pub use remove::{RemoveError, remove};
