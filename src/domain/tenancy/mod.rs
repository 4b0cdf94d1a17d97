//! Which shop a host belongs to, and what that shop is.
//!
//! Owns `resellers`, `reseller_domains`, `legal_pages`. Keeps true: a host that is not a verified domain of a
//! reseller is nobody's, and pages learn nothing more about it.

pub mod find;
pub mod host;
pub mod legal;
pub mod resolve;
pub mod seed;
pub mod set_words;
pub mod settlement_mode;
pub mod shop;
mod store;

pub use find::find;
pub use host::HostName;
pub use resolve::resolve;
pub use shop::Shop;
