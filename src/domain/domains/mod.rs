//! The host names of a shop: wished for, proven by DNS records, watched afterwards.
//!
//! Owns the changes of `reseller_domains`; `tenancy` reads who answers where. Keeps true: any shop may wish for a host,
//! only the one that proves it by its TXT record is served there, and no two shops at once; nobody learns from a wish
//! whether another shop has it; a domain that stops pointing here is kept for a week.

mod add;
mod check;
mod given;
mod judge;
mod list;
mod make_primary;
mod name;
mod recheck;
mod remove;
mod settle;
mod store;
mod view;

pub use add::{AddDomainError, add};
pub use check::{CheckDomainError, check};
pub use list::list;
pub use make_primary::{MakePrimaryError, make_primary};
pub use name::NameError;
pub use recheck::recheck;
pub use remove::{RemoveDomainError, remove};
pub use view::view;
