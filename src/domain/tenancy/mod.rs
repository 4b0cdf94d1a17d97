//! Which shop a host belongs to, and what that shop is.
//!
//! Owns `resellers`, `reseller_domains` (changed by `domains`), `legal_pages`, `reseller_limits`, `reseller_features`. Keeps
//! true: a host that is not a verified domain of a reseller, or the one given to it by its short name, is nobody's, and
//! pages learn nothing more about it.

pub mod choices;
pub mod find;
pub mod free_host;
pub mod host;
pub mod legal;
pub mod resolve;
pub mod seed;
pub mod set_words;
pub mod settlement_mode;
pub mod shop;
pub mod shop_status;
pub mod slug;
mod store;
pub mod terms;

pub use find::find;
pub use host::HostName;
pub use resolve::resolve;
pub use shop::Shop;
pub use shop_status::ShopStatus;
pub use slug::Slug;
